import type { DriverStatus, Outcome } from '../../kubelet/types.ts';
import type { Expect } from '../test-api/expect.ts';
import type { Call } from '../test-api/kubelet.ts';
import { broken, howItEnded } from './expectation.ts';

type OfCalls = Pick<Expect, 'success' | 'failure' | 'notSupported' | 'accepted' | 'answered' | 'within'>;

/** Expectations of what the kubelet makes of a call. */
export const expectCall: OfCalls = {
  success: (call) => concluded(call, ['success'], 'Success'),
  accepted: (call) => void concluded(call, ['success', 'not-supported'], 'Success or Not supported'),
  notSupported: (call) => void concluded(call, ['not-supported'], 'Not supported'),
  failure: (call) => concluded(call, ['failure'], 'a failure told in JSON'),
  answered: (call) => concluded(call, ['success', 'not-supported', 'failure'], 'in JSON'),
  within: (call, ms) => {
    if (call.durationMs > ms) {
      broken(`the call of ${call.command} to end within ${ms} ms`, `${Math.round(call.durationMs)} ms`, call);
    }
  },
};

function concluded(call: Call, outcomes: readonly Outcome[], expected: string): DriverStatus {
  const { conclusion } = call;
  const asked = `${call.command} to answer ${expected}`;
  if (call.end !== 'eof') broken(asked, `no end of its output: ${howItEnded(call)}`, call);
  if (conclusion.crash !== undefined) {
    broken(asked, `an answer that crashes the kubelet: ${conclusion.crash}`, call);
  }
  if (!outcomes.includes(conclusion.outcome)) broken(asked, described(call), call);
  if (conclusion.status === undefined) {
    broken(asked, `an output that the kubelet cannot read: ${conclusion.error}`, call);
  }
  return conclusion.status;
}

function described({ conclusion: { outcome, error } }: Call): string {
  if (outcome === 'success') return 'Success';
  if (outcome === 'not-supported') return 'Not supported';
  return `a failure: ${error}`;
}
