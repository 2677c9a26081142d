import { requirement } from '../../src/conformance/api.ts';
import { isBlockDevice, numberOf } from '../support/devices.ts';

requirement(
  'mountdevice/leaves-no-mount-when-it-fails',
  'MUST',
  'leave no mount behind when it answers a failure',
  {
    reference:
      'the kubelet never cleans up after a failed mountdevice, and then detaches a device that is in use',
    needs: ['command:mountdevice'],
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data, { device: '/dev/null' });
    expect.answered(call);
    if (call.conclusion.outcome !== 'failure') notApplicable('the driver takes no notice of the device');
    expect.notMounted(kubelet.deviceDir(data), call);
  },
);

requirement(
  'mountdevice/does-not-claim-what-is-no-device',
  'MUST',
  'not answer Success without a mount when the device it is given is none',
  {
    reference: 'pods write to the disk of the node then, and find nothing of it on another one',
    needs: ['command:mountdevice'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const dir = kubelet.deviceDir(data);
    for (const device of ['/dev/null', '/dev/flexcert-no-such-device']) {
      const call = await kubelet.mountdevice(data, { device });
      const claims = call.conclusion.outcome === 'success' && node.mountsAt(dir).length === 0;
      expect.that(!claims, `a mount on ${dir}, or a failure`, 'Success, and no mount', call);
    }
  },
);

requirement(
  'mountdevice/mounts-no-other-volume',
  'SHOULD',
  'not mount the device of another volume when it is named by mistake',
  {
    reference: 'after a reboot the name that is remembered may be that of another volume',
    needs: ['command:mountdevice', 'command:attach', 'fresh-volumes', 'root'],
  },
  async ({ kubelet, volume, pod, node, expect, notApplicable }) => {
    const [data, other] = [await volume(), await volume()];
    await kubelet.bring(data, pod(), 'waitforattach');
    const { device } = await kubelet.bring(other, pod(), 'waitforattach');
    if (!isBlockDevice(device)) notApplicable('the driver names no block device');
    const dir = kubelet.deviceDir(data);
    const call = await kubelet.mountdevice(data, { device });
    expect.answered(call);
    const wrong = node.mountsAt(dir).some((mount) => mount.device === numberOf(device));
    expect.that(!wrong, `${device}, which is of ${other.name}, not to be mounted on ${dir}`, 'it is', call);
  },
);
