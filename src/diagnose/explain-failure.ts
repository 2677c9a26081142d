import { profileFor } from '../kubelet/profile.ts';
import type { Exit } from '../kubelet/types.ts';
import { bytesOf } from '../record/bytes.ts';
import type { Diagnosis, RecordedCall } from '../record/schema.ts';
import { type AnswerExplanation, explainAnswer } from './answer/explain-answer.ts';
import { heldAspects } from './answer/held-aspects.ts';
import type { Cause } from './match-rules.ts';

/** More would hide the likely one. */
const MOST = 2;

/** Rules that tell what may be deliberate, or follow from what a requirement did to the driver. */
const NOT_IN_REPORTS = new Set([
  'volume-name-ignored',
  'silent-success',
  'silent-failure',
  'attach-assumed',
  'believes-old-state',
]);

/**
 * The causes that a failed requirement carries in reports: of its last call, and of the calls before it
 * that the kubelet could not read. A Failure that is well said is no cause: it may have been asked for.
 *
 * @param release of the kubelet that the requirement was checked on
 */
export function explainFailure(calls: readonly RecordedCall[], release: string): Diagnosis[] {
  const found = new Map<string, Diagnosis>();
  for (const [back, call] of calls.toReversed().entries()) {
    if (back > 0 && !isUnread(call)) continue;
    // How it ended then is the requirement's doing.
    if (call.sent !== undefined) continue;
    const explanation = explainCall(call, release);
    for (const cause of explanation.causes) {
      if (NOT_IN_REPORTS.has(cause.rule) || found.has(cause.rule)) continue;
      found.set(cause.rule, {
        rule: cause.rule,
        cause: causeText(explanation, cause),
        mend: mendText(cause),
      });
    }
  }
  return [...found.values()].slice(0, MOST);
}

/**
 * The whole explanation of one recorded call.
 *
 * @param attaches whether the driver does, where that is known
 */
export function explainCall(call: RecordedCall, release: string, attaches?: boolean): AnswerExplanation {
  const [command = '', ...args] = call.argv;
  const execText = call.exit.spawnError;
  return explainAnswer(
    {
      command,
      args,
      output: bytesOf(call.output),
      exit: call.exit as Exit,
      ...(execText === undefined ? {} : { execText }),
      ...(call.conclusion.error?.toLowerCase() === 'timeout' ? { timedOut: true } : {}),
      profile: profileFor(release),
      ...(attaches === undefined ? {} : { attaches }),
    },
    heldAspects(call),
  );
}

function isUnread({ conclusion }: RecordedCall): boolean {
  return conclusion.outcome === 'failure' && conclusion.status === undefined;
}

function causeText({ answer, place }: AnswerExplanation, cause: Cause): string {
  const where = place === undefined || place.atEnd ? '' : `, where the kubelet stops at byte ${place.byte}`;
  const sure = cause.certainty === 'certain' ? '' : 'Perhaps (a guess): ';
  return `${sure}${cause.cause} (In the answer to ${answer.command}${where}.)`;
}

function mendText({ mend, attempts }: Cause): string {
  return attempts.length === 0 ? mend : `${mend} For example: ${attempts[0]}`;
}
