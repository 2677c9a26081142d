import { renameSync } from 'node:fs';
import { requirement } from '../../src/conformance/api.ts';

requirement(
  'unmount/unmounts',
  'MUST',
  'leave the directory of the pod unmounted, and empty or gone',
  {
    reference:
      'the kubelet removes it with one rmdir; what is left in it keeps the pod for ever ("orphaned pod")',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    const call = await kubelet.unmount(data, web);
    expect.success(call);
    expect.emptyOrGone(dir, call);
  },
);

requirement(
  'unmount/is-idempotent',
  'MUST',
  'answer Success when the volume is not mounted there any more',
  {
    reference: 'a failure is tried again for ever, and the pod stays (kubernetes/kubernetes#30930)',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web);
    expect.success(await kubelet.unmount(data, web));
    expect.success(await kubelet.unmount(data, web));
  },
);

requirement(
  'unmount/of-a-missing-directory-succeeds',
  'SHOULD',
  'answer Success when the directory does not exist',
  {
    reference:
      'it may be gone since a call was broken off; a kubelet that cannot look at it calls all the same (kubernetes/kubernetes#37626)',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    expect.success(await kubelet.unmount(await volume(), pod()));
  },
);

requirement(
  'unmount/of-a-directory-never-mounted-succeeds',
  'MUST',
  'answer Success for the empty directory of a volume that was never mounted on this node',
  {
    reference:
      'a restarted kubelet unmounts every directory that it finds and no pod wants, mounted or not (recorded)',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, web] = [await volume(), pod()];
    const dir = kubelet.dir(data, web);
    await node.run('mkdir', '-p', dir);
    const call = await kubelet.unmount(data, web);
    expect.success(call);
    expect.emptyOrGone(dir, call);
  },
);

requirement(
  'unmount/takes-every-layer',
  'SHOULD',
  'unmount all that is mounted on the directory, when it was mounted there twice',
  {
    reference:
      'a kubelet of 1.20 mounts twice what looks not mounted; what stays below makes its rmdir fail: device or resource busy (recorded)',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, node, expect, notApplicable }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    if (node.mountsAt(dir).length === 0) notApplicable('nothing is mounted on the directory');
    await node.run('mount', '--bind', dir, dir);
    const call = await kubelet.unmount(data, web);
    expect.success(call);
    expect.notMounted(dir, call);
  },
);

requirement(
  'unmount/works-when-its-source-is-gone',
  'SHOULD',
  'unmount a volume whose image or directory is not there any more',
  {
    reference: 'storage goes away under running pods; without an unmount pod and node wait for it for ever',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const [data, web] = [await volume(), pod()];
    const source = data.image ?? data.directory;
    if (source === undefined) return notApplicable('the volumes have no image and no directory of this node');
    const { dir } = await kubelet.bring(data, web);
    renameSync(source, `${source}.gone`);
    const call = await kubelet.unmount(data, web);
    renameSync(`${source}.gone`, source);
    expect.success(call);
    expect.notMounted(dir, call);
  },
);
