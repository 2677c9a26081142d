// The lives of $VOLUMES volumes: the same calls and checks as lives.sh, as a suite of flexcert has them.
import { requirement } from 'flexcert/suite';

const VOLUMES = Number(process.env.VOLUMES ?? 1);

requirement(
  'lives/come-and-go',
  'MUST',
  'answer Success while volumes come and go, and twice as once',
  { reference: 'what lives.sh and lives.bats check with the same calls', timeoutMs: 600_000 },
  async ({ kubelet, volume, pod, expect }) => {
    for (let number = 1; number <= VOLUMES; number++) {
      const one = await volume();
      const owner = pod();
      expect.success(await kubelet.init());
      expect.success(await kubelet.mount(one, owner));
      expect.success(await kubelet.mount(one, owner));
      expect.success(await kubelet.unmount(one, owner));
      expect.success(await kubelet.unmount(one, owner));
    }
  },
);
