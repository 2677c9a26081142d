import { type ComingStage, type Need, requirement } from '../../src/conformance/api.ts';
import { outlivesItsPod, writableVolume } from '../support/volumes.ts';

/** Before, getvolumename cannot be answered once the user's options are lost: no option has the spec name. */
const TELLS_THE_NAME: readonly Need[] = ['kubelet>=1.6.5'];
/** Where a kubelet may be stopped before a pod has its volume. */
const HALFWAY: readonly ComingStage[] = ['attach', 'waitforattach', 'mountdevice'];

requirement(
  'recovery/restart-with-the-pod-there',
  'MUST',
  'keep serving a pod when the kubelet is restarted',
  {
    reference:
      'a restarted kubelet of 1.20 attaches again, then finds the rest mounted (recorded: restart-pod-stays)',
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [data, web] = [await writableVolume(t), pod()];
    const { dir } = await kubelet.bring(data, web);
    node.write(dir, 'kept');
    const before = node.mountsBelow(dir);
    kubelet.restart();
    await kubelet.bring(data, web);
    expect.equal(node.mountsBelow(dir), before, 'the mounts of the pod');
    expect.holds(dir, 'kept');
  },
);

requirement(
  'recovery/restart-with-the-pod-gone',
  'MUST',
  'let a volume go when the kubelet has lost the options of the user',
  {
    reference:
      'after a restart the kubelet knows driver and spec name of what no pod wants, and no more (recorded)',
    needs: TELLS_THE_NAME,
  },
  async ({ kubelet, volume, pod, expect }) => {
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    kubelet.restart();
    const calls = await kubelet.take(data.forgotten, web);
    expect.notMounted(dir, calls.at(-1));
  },
);

requirement(
  'recovery/restart-on-the-way-to-the-pod',
  'MUST',
  'go on bringing a volume when the kubelet is restarted after attach, waitforattach or mountdevice',
  {
    reference: 'a restarted kubelet begins with waitforattach again, before 1.25 or so with attach',
    needs: ['attach'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, web] = [await volume(), pod()];
    for (const stage of HALFWAY) {
      await kubelet.bring(data, web, stage);
      kubelet.restart();
    }
    const { dir, calls } = await kubelet.bring(data, web);
    expect.that(
      node.mountsAt(dir).length === 1 || node.files(dir).length > 0,
      `a volume in ${dir}`,
      `${node.mountsAt(dir).length} mounts`,
      calls.at(-1),
    );
  },
);

requirement(
  'recovery/restart-before-the-pod-had-it',
  'MUST',
  'let a volume go that never came to its pod, when the kubelet has lost the options of the user',
  {
    reference:
      'a pod may be deleted while the kubelet is down: unmountdevice and detach come without a mount',
    needs: ['attach', ...TELLS_THE_NAME],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    for (const stage of HALFWAY) {
      const web = pod();
      await kubelet.bring(data, web, stage);
      kubelet.restart();
      const calls = await kubelet.take(data.forgotten, web);
      expect.notMounted(kubelet.deviceDir(data), calls.at(-1));
    }
  },
);

requirement(
  'recovery/daemon-died',
  'MUST',
  'let a volume go, and bring it again, when its daemon has died',
  {
    reference:
      'whatever runs in the control group of the kubelet dies with it: kubernetes/kubernetes#51612, #96361 (transport endpoint is not connected)',
    needs: TELLS_THE_NAME,
  },
  async (t) => {
    const { kubelet, pod, node, expect, notApplicable } = t;
    const [data, first, second] = [await writableVolume(t), pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    const daemons = node.processes();
    if (daemons.length === 0) notApplicable('the driver leaves no process while a volume is mounted');
    if (outlivesItsPod(t, data)) node.write(dir, 'kept');
    for (const { pid } of daemons) process.kill(pid, 'SIGKILL');
    kubelet.restart();
    const calls = await kubelet.take(data.forgotten, first);
    expect.emptyOrGone(dir, calls.at(-1));
    const next = await kubelet.bring(data, second);
    if (outlivesItsPod(t, data)) expect.holds(next.dir, 'kept');
  },
);
