import { requirement } from '../../src/conformance/api.ts';
import { whileAway } from '../support/backend.ts';

requirement(
  'lifecycle/goes-when-its-mount-failed',
  'MUST',
  'let a volume go that was never mounted for its pod, because mount failed',
  {
    reference:
      'the kubelet does not unmount what failed to be mounted: it removes the directory, then unmounts and detaches the device',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const [data, web, never] = [await volume(), pod(), pod()];
    await kubelet.bring(data, web, 'mountdevice');
    const call = await whileAway(data, () => kubelet.mount(data, never));
    if (call.conclusion.outcome === 'success') notApplicable('mount does without what the volume is made of');
    expect.emptyOrGone(kubelet.dir(data, never), call);
    const calls = await kubelet.take(data, web);
    expect.notMounted(kubelet.deviceDir(data), calls.at(-1));
  },
);

requirement(
  'lifecycle/goes-when-its-mountdevice-failed',
  'MUST',
  'let a volume go whose device was never mounted, because mountdevice failed',
  {
    reference:
      'the kubelet does not unmount a device that failed to be mounted: what is left of it stays, and detach is next',
    needs: ['command:mountdevice', 'command:detach'],
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web, 'waitforattach');
    const call = await whileAway(data, () => kubelet.mountdevice(data));
    if (call.conclusion.outcome === 'success')
      notApplicable('mountdevice does without what the volume is made of');
    const calls = await kubelet.take(data, web);
    expect.notMounted(kubelet.deviceDir(data), calls.at(-1));
  },
);
