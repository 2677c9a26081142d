import { requirement } from '../../src/conformance/api.ts';
import { outlivesItsPod, writableVolume } from '../support/volumes.ts';

requirement(
  'recovery/reboot-with-the-pod-there',
  'MUST',
  'bring a volume anew to a pod that is still there when the node has started again',
  {
    reference:
      'mounts and devices are gone and state files are not: kubernetes/kubernetes#51982 (volumes are not mounted after a reboot)',
    needs: ['isolation'],
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, web] = [await writableVolume(t), pod()];
    const { dir } = await kubelet.bring(data, web);
    const mounts = node.mountsBelow(dir).length;
    node.write(dir, 'kept');
    await node.reboot();
    const { calls } = await kubelet.bring(data, web);
    expect.equal(node.mountsBelow(dir).length, mounts, `mounts on ${dir}`, calls.at(-1));
    if (outlivesItsPod(t, data)) expect.holds(dir, 'kept');
    await kubelet.take(data, web);
  },
);

requirement(
  'recovery/reboot-with-the-pod-gone',
  'MUST',
  'let a volume go, and bring it to the next pod, when its pod went while the node was down',
  {
    reference: 'the kubelet finds the directory of the pod, with nothing mounted on it, and takes it away',
    // Before, no option has the spec name, and getvolumename cannot be answered once the user's are lost.
    needs: ['isolation', 'kubelet>=1.6.5'],
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, first, second] = [await writableVolume(t), pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    node.write(dir, 'kept');
    await node.reboot();
    const calls = await kubelet.take(data.forgotten, first);
    expect.emptyOrGone(dir, calls.at(-1));
    const next = await kubelet.bring(data, second);
    if (outlivesItsPod(t, data)) expect.holds(next.dir, 'kept');
  },
);
