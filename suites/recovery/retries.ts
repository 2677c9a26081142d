import { type Call, requirement, type TestContext, type TestVolume } from '../../src/conformance/api.ts';
import { whileAway } from '../support/backend.ts';

const reference =
  'the kubelet tries again for ever, from half a second to two minutes later: a server may be back by then';

/** Fails while what the volume is made of is away, and has to succeed when it is there again. */
async function failsAndSucceeds(t: TestContext, data: TestVolume, call: () => Promise<Call>): Promise<Call> {
  const failed = await whileAway(data, call);
  if (failed.conclusion.outcome === 'success')
    t.notApplicable(`${failed.command} does without what the volume is made of`);
  const again = await call();
  t.expect.success(again);
  return again;
}

requirement(
  'recovery/attaches-after-a-failure',
  'MUST',
  'attach when it is called again after attach failed and the cause is mended',
  { reference, needs: ['command:attach'] },
  async (t) => {
    const data = await t.volume();
    await failsAndSucceeds(t, data, () => t.kubelet.attach(data));
  },
);

requirement(
  'recovery/mounts-the-device-after-a-failure',
  'MUST',
  'mount the device when it is called again after mountdevice failed and the cause is mended',
  { reference, needs: ['command:mountdevice'] },
  async (t) => {
    const data = await t.volume();
    await t.kubelet.bring(data, t.pod(), 'waitforattach');
    const call = await failsAndSucceeds(t, data, () => t.kubelet.mountdevice(data));
    t.expect.mounted(t.kubelet.deviceDir(data), { times: 1 }, call);
  },
);

requirement(
  'recovery/mounts-after-a-failure',
  'MUST',
  'mount when it is called again after mount failed and the cause is mended',
  { reference, needs: ['command:mount'] },
  async (t) => {
    const [data, web] = [await t.volume(), t.pod()];
    await t.kubelet.bring(data, t.pod(), 'mountdevice');
    const call = await failsAndSucceeds(t, data, () => t.kubelet.mount(data, web));
    t.expect.mounted(t.kubelet.dir(data, web), { times: 1 }, call);
  },
);
