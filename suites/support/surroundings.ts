import type { Kubelet, TestContext } from '../../src/conformance/api.ts';

/** What systemd gives a service that is given nothing else. */
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The kubelet loads the driver in such surroundings, and a pod gets its volume and gives it back. */
export async function worksWith(t: TestContext, kubelet: Kubelet): Promise<void> {
  t.expect.success(await kubelet.init());
  const [data, web] = [await t.volume(), t.pod()];
  await kubelet.bring(data, web);
  await kubelet.take(data, web);
}

/**
 * As `worksWith`; but where the driver fails at init in richer surroundings too, it is not for what they have more,
 * and nothing is judged.
 */
export async function worksWithout(t: TestContext, lean: Kubelet, rich: Kubelet): Promise<void> {
  const call = await lean.init();
  if (call.conclusion.outcome === 'success') return worksWith(t, lean);
  const other = await rich.init();
  if (other.conclusion.outcome === 'success') t.expect.success(call);
  t.notApplicable('init fails for another reason: see init/succeeds');
}
