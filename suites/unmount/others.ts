import { requirement } from '../../src/conformance/api.ts';

requirement(
  'unmount/leaves-the-other-pod',
  'MUST',
  'leave the volume with the other pod that has it',
  {
    reference: 'a driver that unmounts every mount of the device takes the volume from running pods',
    needs: ['command:unmount'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, first, second] = [await volume(), pod(), pod()];
    await kubelet.bring(data, first);
    const { dir } = await kubelet.bring(data, second);
    const before = node.mountsBelow(dir);
    const call = await kubelet.unmount(data, first);
    expect.success(call);
    expect.equal(node.mountsBelow(dir), before, 'the mounts of the other pod', call);
  },
);

requirement(
  'unmount/leaves-the-device-mount',
  'MUST',
  'leave the device mounted for the node, also when the last pod goes',
  {
    reference:
      'unmountdevice is a call of its own; a pod that comes before it gets mount alone, and would bind an empty directory',
    needs: ['command:unmount', 'command:mountdevice', 'attach'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web);
    const before = node.mountsAt(kubelet.deviceDir(data));
    const call = await kubelet.unmount(data, web);
    expect.success(call);
    expect.equal(node.mountsAt(kubelet.deviceDir(data)), before, 'the mounts of the device', call);
  },
);

requirement(
  'unmount/leaves-the-other-volume-of-the-pod',
  'MUST',
  'leave the pod its other volumes',
  {
    reference: 'the kubelet unmounts each volume by itself, and retries each by itself',
    needs: ['command:unmount', 'fresh-volumes'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [goes, stays, web] = [await volume(), await volume(), pod()];
    await kubelet.bring(goes, web);
    const { dir } = await kubelet.bring(stays, web);
    const before = node.mountsBelow(dir);
    const call = await kubelet.unmount(goes, web);
    expect.success(call);
    expect.equal(node.mountsBelow(dir), before, 'the mounts of the other volume', call);
  },
);

requirement(
  'unmount/leaves-names-that-begin-alike',
  'MUST',
  'leave the volume vol-21 where it is when vol-2 goes',
  {
    reference: 'grep finds the one for the other in the mount table: rexray/rexray#1287',
    needs: ['command:unmount', 'fresh-volumes'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [goes, stays, web] = [await volume({ name: 'vol-2' }), await volume({ name: 'vol-21' }), pod()];
    await kubelet.bring(goes, web);
    const { dir } = await kubelet.bring(stays, web);
    const before = node.mountsBelow(dir);
    const call = await kubelet.unmount(goes, web);
    expect.success(call);
    expect.equal(node.mountsBelow(dir), before, 'the mounts of vol-21', call);
  },
);
