import { statfsSync } from 'node:fs';
import { requirement } from '../src/conformance/api.ts';

const MIB = 1024 * 1024;

requirement(
  'expandfs/keeps-data',
  'MUST',
  'keep what is on the volume when its filesystem is grown',
  {
    reference: 'the pod is about to use it, or uses it already',
    needs: ['kubelet>=1.13', 'command:expandfs'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    node.write(dir, 'kept');
    expect.answered(await kubelet.expandfs(data, web, 64 * MIB, 64 * MIB));
    expect.holds(dir, 'kept');
  },
);

requirement(
  'expandfs/is-idempotent',
  'MUST',
  'answer Success when the filesystem has the size of its device already',
  {
    reference: 'a failure is tried again, and the pod waits for it',
    needs: ['kubelet>=1.13', 'command:expandfs'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web);
    expect.success(await kubelet.expandfs(data, web, 64 * MIB, 64 * MIB));
    expect.success(await kubelet.expandfs(data, web, 64 * MIB, 64 * MIB));
  },
);

requirement(
  'expandfs/does-not-shrink',
  'MUST',
  'never make the filesystem smaller',
  { reference: 'data would be lost', needs: ['kubelet>=1.13', 'command:expandfs', 'image'] },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume({ sizeMiB: 64 }), pod()];
    const { dir } = await kubelet.bring(data, web);
    const before = statfsSync(dir).blocks;
    const call = await kubelet.expandfs(data, web, 16 * MIB, 64 * MIB);
    expect.answered(call);
    const { blocks } = statfsSync(dir);
    expect.that(blocks >= before, `at least ${before} blocks`, String(blocks), call);
  },
);
