import { requirement } from '../src/conformance/api.ts';

const MIB = 1024 * 1024;

requirement(
  'expandvolume/answers-the-new-size',
  'MUST',
  'answer Success with "volumeNewSize", a number of bytes that is at least what was asked for',
  {
    reference: 'the size of the PersistentVolume is set to it',
    needs: ['kubelet>=1.13', 'command:expandvolume'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ sizeMiB: 32 });
    await kubelet.bring(data, pod());
    const call = await kubelet.expandvolume(data, 48 * MIB, 32 * MIB);
    const size = Number(expect.success(call).volumeNewSize);
    expect.that(size >= 48 * MIB, `at least ${48 * MIB} bytes`, String(size), call);
  },
);

requirement(
  'expandvolume/is-idempotent',
  'MUST',
  'answer Success when the volume has that size already',
  {
    reference: 'the controller tries again when it could not write the new size down',
    needs: ['kubelet>=1.13', 'command:expandvolume'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ sizeMiB: 32 });
    await kubelet.bring(data, pod());
    expect.success(await kubelet.expandvolume(data, 48 * MIB, 32 * MIB));
    expect.success(await kubelet.expandvolume(data, 48 * MIB, 32 * MIB));
  },
);
