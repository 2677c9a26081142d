import { requirement, type TestContext, type TestVolume } from '../../src/conformance/api.ts';
import { callOneWithOptions } from '../support/every-command.ts';
import { lastingVolume } from '../support/volumes.ts';

/** A mount that cannot work. @returns where, and the call */
async function mountInVain({ kubelet, pod, expect }: TestContext, data: TestVolume) {
  const web = pod();
  const call = await callOneWithOptions(kubelet, 'mount', 'no options', data, web);
  expect.failure(call);
  return { dir: kubelet.dir(data, web), call };
}

requirement(
  'mount/leaves-nothing-when-it-fails',
  'MUST',
  'leave no mount and no file behind when it answers a failure',
  {
    reference:
      'the kubelet never calls unmount after a failed mount: the directory stays, orphaned (kubernetes/kubernetes#49383)',
    needs: ['command:mount'],
  },
  async (t) => {
    const { dir, call } = await mountInVain(t, await t.volume());
    t.expect.emptyOrGone(dir, call);
  },
);

requirement(
  'mount/failure-leaves-the-other-pod',
  'MUST',
  'leave the volume with the pod that has it when the mount of another pod fails',
  {
    reference: 'who takes everything back that belongs to the volume takes it from pods that run',
    needs: ['command:mount'],
  },
  async (t) => {
    const data = await t.volume();
    const { dir } = await t.kubelet.bring(data, t.pod());
    const before = t.node.mountsBelow(dir);
    const { call } = await mountInVain(t, data);
    t.expect.equal(t.node.mountsBelow(dir), before, 'the mounts of the other pod', call);
  },
);

requirement(
  'mount/fails-when-the-device-is-not-mounted',
  'MUST',
  'not answer Success where the device is not mounted any more, unless the pod gets the volume all the same',
  {
    reference:
      'the kubelet calls mountdevice once: a bind of the empty directory lets the pod write to the disk of the node',
    needs: ['command:mount', 'command:mountdevice', 'attach'],
  },
  async (t) => {
    const { kubelet, node, pod, expect } = t;
    const [data, first, second] = [await lastingVolume(t), pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    node.write(dir, 'kept');
    await kubelet.take(data, first, 'unmount');
    for (const { mountPoint } of node.mountsAt(kubelet.deviceDir(data))) await node.run('umount', mountPoint);
    const call = await kubelet.mount(data, second);
    if (call.conclusion.outcome === 'success') expect.holds(kubelet.dir(data, second), 'kept');
    else expect.failure(call);
  },
);
