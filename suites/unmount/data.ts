import { closeSync, openSync } from 'node:fs';
import { requirement } from '../../src/conformance/api.ts';
import { lastingVolume, writableVolume } from '../support/volumes.ts';

/** Something in the volume is open while `during` runs, as by a process that has not ended. */
async function whileInUse<T>(path: string, during: () => Promise<T>): Promise<T> {
  const file = openSync(path, 'r');
  try {
    return await during();
  } finally {
    closeSync(file);
  }
}

requirement(
  'unmount/keeps-data',
  'MUST',
  'keep the data of the volume',
  { reference: 'the pod goes, its data does not', needs: ['command:unmount', 'fresh-volumes'] },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, first, second] = [await lastingVolume(t), pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    node.write(dir, 'kept');
    await kubelet.take(data, first);
    const again = await kubelet.bring(data, second);
    expect.holds(again.dir, 'kept');
  },
);

requirement(
  'unmount/keeps-data-that-is-in-use',
  'MUST',
  'delete nothing when the volume cannot be unmounted because it is in use',
  {
    reference: 'rm -rf after an umount that failed deletes the data of the volume',
    needs: ['command:unmount'],
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, web] = [await lastingVolume(t), pod()];
    const { dir } = await kubelet.bring(data, web);
    const other = await kubelet.bring(data, pod());
    await whileInUse(node.write(dir, 'kept'), () => kubelet.unmount(data, web));
    expect.holds(other.dir, 'kept');
  },
);

requirement(
  'unmount/does-not-claim-what-is-not-so',
  'MUST',
  'not answer Success while the volume is still mounted because it is in use',
  {
    reference: 'the kubelet goes on to rmdir, unmountdevice and detach: device or resource busy',
    needs: ['command:unmount'],
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, web] = [await writableVolume(t), pod()];
    const { dir } = await kubelet.bring(data, web);
    const call = await whileInUse(node.write(dir, 'in use'), () => kubelet.unmount(data, web));
    if (call.conclusion.outcome === 'success') expect.emptyOrGone(dir, call);
    else expect.failure(call);
  },
);

requirement(
  'unmount/waits-for-what-is-in-use',
  'SHOULD',
  'answer a failure while the volume is in use, in place of a lazy unmount',
  {
    reference: 'after umount -l the device is detached from under what still writes to it',
    needs: ['command:unmount'],
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, web] = [await writableVolume(t), pod()];
    const { dir } = await kubelet.bring(data, web);
    expect.failure(await whileInUse(node.write(dir, 'in use'), () => kubelet.unmount(data, web)));
  },
);

requirement(
  'unmount/succeeds-when-nothing-uses-it-any-more',
  'MUST',
  'unmount a volume that was in use, once it is not',
  {
    reference: 'the kubelet calls again after 500 ms, and ever later up to every 2 minutes',
    needs: ['command:unmount'],
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, web] = [await writableVolume(t), pod()];
    const { dir } = await kubelet.bring(data, web);
    await whileInUse(node.write(dir, 'in use'), () => kubelet.unmount(data, web));
    const call = await kubelet.unmount(data, web);
    expect.success(call);
    expect.notMounted(dir, call);
  },
);
