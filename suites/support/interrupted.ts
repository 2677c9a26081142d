import type { Call, Kubelet, Surroundings, TestContext } from '../../src/conformance/api.ts';

/** Milliseconds: from before a driver has read its arguments to when most have answered. */
const MOMENTS = [1, 5, 20, 80, 320];

/**
 * Interrupts a call at one moment after the other, until it is quicker than that, and then makes it once more in peace.
 *
 * @returns the call that was not interrupted, which is expected to succeed
 */
export async function interruptedAndAgain(
  { kubelet, expect }: Pick<TestContext, 'kubelet' | 'expect'>,
  call: (kubelet: Kubelet) => Promise<Call>,
  signal: (afterMs: number) => Surroundings = (sigkillAfterMs) => ({ sigkillAfterMs }),
): Promise<Call> {
  for (const moment of MOMENTS) {
    const interrupted = await call(kubelet.with(signal(moment)));
    if (interrupted.exitMs < moment) break;
  }
  const again = await call(kubelet);
  expect.success(again);
  return again;
}
