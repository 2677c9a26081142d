import { requirement } from '../../src/conformance/api.ts';
import { onAnotherMachine } from '../support/other-machine.ts';
import { lastingVolume } from '../support/volumes.ts';

/** What the controller-manager does, where it attaches: on a machine of its own, in the name of this node. */
const needs = ['attach', 'command:attach', 'root', 'isolation', 'tool:nsenter', 'tool:unshare'] as const;

requirement(
  'lifecycle/is-attached-from-another-machine',
  'MUST',
  'serve a pod of this node when the controller-manager attaches and detaches on another machine',
  {
    reference:
      'the controller-manager calls attach and detach where it runs: nothing that they note or mount there is seen by the kubelet',
    needs,
  },
  async (t) => {
    const { kubelet, volume, pod, node, expect } = t;
    const [data, web] = [await volume(), pod()];
    await onAnotherMachine(kubelet, async (controller) => {
      expect.success(await controller.attach(data));
      const { dir, calls } = await kubelet.bring(data, web);
      const there = node.mountsAt(dir).length > 0 || node.files(dir).length > 0;
      expect.that(there, `a volume in ${dir}`, 'an empty directory', calls.at(-1));
      await kubelet.take(data, web, 'unmountdevice');
      expect.accepted(await controller.detach(data));
    });
  },
);

requirement(
  'lifecycle/is-attached-for-the-controller-too',
  'MUST',
  'tell the controller-manager on another machine that the volume is attached while this node has it mounted',
  {
    reference: 'what is not attached is attached again each minute, under the pods that use it',
    needs: [...needs, 'command:isattached'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    await onAnotherMachine(kubelet, async (controller) => {
      expect.success(await controller.attach(data));
      await kubelet.bring(data, web);
      const call = await controller.isattached(data);
      // Who attached it detaches it: what a driver noted then is known there alone.
      await kubelet.take(data, web, 'unmountdevice');
      await controller.detach(data);
      expect.equal(expect.success(call).attached, true, '"attached"', call);
    });
  },
);

requirement(
  'lifecycle/moves-to-another-node',
  'MUST',
  'bring a volume to a pod on another node, with its data, once it has left the first',
  { reference: 'pods are put where there is room, after every drain of a node', needs: ['isolation'] },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, first, second] = [await lastingVolume(t), pod(), pod()];
    node.write((await kubelet.bring(data, first)).dir, 'moved');
    await kubelet.take(data, first);
    // What a machine has lost that starts again, another one never had.
    await node.reboot();
    const other = kubelet.with({ node: 'node-2' });
    const { dir } = await other.bring(data, second);
    expect.holds(dir, 'moved');
    await other.take(data, second);
  },
);
