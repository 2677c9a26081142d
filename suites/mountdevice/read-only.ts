import { type Call, type Kubelet, requirement, type TestVolume } from '../../src/conformance/api.ts';
import { isWritten } from '../support/devices.ts';

/** @returns the call, and whether the image was written to while it ran */
async function mountWatched(kubelet: Kubelet, data: TestVolume): Promise<{ call: Call; written: boolean }> {
  let call: Promise<Call> | undefined;
  const written = await isWritten(data.image as string, () => {
    call = kubelet.mountdevice(data);
    return call;
  });
  return { call: await (call as Promise<Call>), written };
}

requirement(
  'mountdevice/never-formats-what-is-read-only',
  'MUST',
  'answer a failure, and write nothing, for a blank volume that is to be read only',
  {
    reference: 'who promised not to write does not format; the kubelet itself fails',
    needs: ['command:mountdevice', 'image', 'root', 'loop'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ filesystem: 'none', readOnly: true });
    await kubelet.bring(data, pod(), 'waitforattach');
    const dir = kubelet.deviceDir(data);
    const { call, written } = await mountWatched(kubelet, data);
    expect.that(!written, `nothing to be written to ${data.image}`, 'other bytes there', call);
    expect.failure(call);
    expect.notMounted(dir, call);
  },
);

requirement(
  'mountdevice/leaves-a-read-only-volume-as-it-is',
  'SHOULD',
  'write nothing to a volume that is to be read only',
  {
    reference:
      'other nodes may have it at the same time; mounted writable even a clean filesystem is written to',
    needs: ['command:mountdevice', 'image', 'root', 'loop', 'tool:mkfs.ext4'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ filesystem: 'ext4', fsType: 'ext4', readOnly: true });
    await kubelet.bring(data, pod(), 'waitforattach');
    const { call, written } = await mountWatched(kubelet, data);
    expect.success(call);
    expect.that(!written, `nothing to be written to ${data.image}`, 'other bytes there', call);
  },
);
