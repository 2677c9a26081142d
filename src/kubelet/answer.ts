import { exitErrorText } from './exit-error.ts';
import { decodeAnswer } from './json/decode-answer.ts';
import { DEFAULT_RELEASE, type Profile, profileFor } from './profile.ts';
import type { Conclusion, DriverStatus, Exit } from './types.ts';

export interface Answer {
  /** The command that was called, as error texts name it. */
  command: string;
  /** Both outputs as the kubelet read them. */
  output: Uint8Array;
  exit: Exit;
  /** waitforattach ran into its limit: whatever the driver said, unless it exits with 0. */
  timedOut?: boolean;
  /** Default: the newest measured release. */
  profile?: Profile;
}

/** What the kubelet concludes from one call. docs/kubelet.md, "Answers". */
export function concludeAnswer(answer: Answer): Conclusion {
  const profile = answer.profile ?? profileFor(DEFAULT_RELEASE);
  const exitError = exitErrorText(answer.exit);
  if (exitError !== undefined && answer.timedOut === true) {
    return { outcome: 'failure', error: profile.errorsBeginLowerCase ? 'timeout' : 'Timeout' };
  }
  if (answer.command === 'init' && exitError === undefined && !profile.readsInitAnswer) {
    return { outcome: 'success' };
  }

  const decoded = decodeAnswer(answer.output, profile);
  if (decoded.error !== undefined) return { outcome: 'failure', error: decoded.error.text };
  const { status } = decoded;
  if (status.status === 'Not supported') {
    return { outcome: 'not-supported', error: status.status, status };
  }
  if (status.status !== 'Success') {
    return { outcome: 'failure', error: failureText(answer.command, status), status };
  }
  if (exitError !== undefined) {
    // The older kubelet takes the word for it, but nothing of what the answer says besides.
    if (profile.trustsSuccessDespiteExit) return { outcome: 'success', status: { ...status, device: '' } };
    return { outcome: 'failure', error: exitError, status };
  }
  const crash = crashOf(answer.command, status, profile);
  return { outcome: 'success', status, ...(crash === undefined ? {} : { crash }) };
}

function failureText(command: string, { status, message }: DriverStatus): string {
  return `${command} command failed, status: ${status}, reason: ${message}`;
}

function crashOf(command: string, status: DriverStatus, profile: Profile): string | undefined {
  if (command !== 'init' || status.capabilities !== null || !profile.crashesOnNullCapabilities)
    return undefined;
  return 'the kubelet reads a capability of the driver and there are none ("capabilities": null): a nil dereference that ends its process';
}
