import { requirement } from '../src/conformance/api.ts';

requirement(
  'mount/is-idempotent',
  'MUST',
  'answer Success, without a second mount, when the volume is already mounted there',
  { reference: 'a kubelet repeats mount after a restart and after a lost answer', needs: ['command:mount'] },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    const call = await kubelet.mount(data, web);
    expect.success(call);
    expect.mounted(dir, { times: 1 }, call);
  },
);
