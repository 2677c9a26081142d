import { DEFAULT_CAPABILITIES } from '../../kubelet/capabilities.ts';
import type { Capabilities, Conclusion } from '../../kubelet/types.ts';
import { visible } from '../show-bytes.ts';
import type { AnswerToExplain } from './answer.ts';
import type { Place } from './place.ts';

const CONTRADICTION =
  'The answer says Success and the exit code says failure. The exit code wins, and its text is all that the pod sees.';

/** Why the kubelet concludes what it concludes, in sentences. docs/kubelet.md, "Answers". */
export function whyConcluded(
  answer: AnswerToExplain,
  conclusion: Conclusion,
  place: Place | undefined,
  toldStatus?: string,
): string[] {
  const { status } = conclusion;
  if (answer.timedOut === true) {
    return [
      'waitforattach may take 10 minutes. Then the driver alone gets SIGTERM, and only an exit of 0 makes its answer count.',
    ];
  }
  if (toldStatus === 'Success') return [CONTRADICTION];
  if (toldStatus !== undefined) return [refused(toldStatus)];
  if (status === undefined) return unread(answer, conclusion, place);
  if (conclusion.outcome === 'not-supported') {
    return ['The status is exactly `Not supported`, which counts with any exit code.'];
  }
  if (status.status !== 'Success') return [refused(status.status)];
  if (conclusion.outcome === 'failure') {
    return [CONTRADICTION];
  }
  return answer.command === 'init' ? assumed(status.capabilities) : [];
}

function unread(answer: AnswerToExplain, conclusion: Conclusion, place: Place | undefined): string[] {
  if (conclusion.outcome === 'success')
    return ['This release does not read what init answers when it exits with 0.'];
  if (answer.exit.spawnError !== undefined) {
    return [
      'The driver could not be executed, so there was nothing to read. The reason stands in the log line of the call, not in the error.',
    ];
  }
  if (conclusion.error?.startsWith('json:') === true) {
    return ['It is JSON, but a value has another type than the kubelet reads there.'];
  }
  const whole =
    'Everything that the driver writes to stdout and stderr, joined, must be one JSON document and nothing else';
  if (place?.atEnd === true && Buffer.from(answer.output).toString('latin1').trim() === '') {
    return [`${whole}. Nothing was written.`];
  }
  return [place?.atEnd === true ? `${whole}. It ended too early.` : `${whole}.`];
}

function refused(status: string): string {
  if (status === '')
    return 'The answer has no status. It must be exactly `Success`, or exactly `Not supported`.';
  if (status === 'Failure') return 'The driver itself says that it failed; the reason is its own.';
  return `The status must be exactly \`Success\`, or exactly \`Not supported\`; "${visible(status)}" is neither, so it is a failure.`;
}

function assumed(capabilities: Capabilities | null): string[] {
  if (capabilities === null) return [];
  const names = Object.keys(DEFAULT_CAPABILITIES) as (keyof Capabilities)[];
  return [`Capabilities: ${names.map((name) => `${name} ${capabilities[name]}`).join(', ')}.`];
}
