import { concludeAnswer } from '../../kubelet/answer.ts';
import { decodeAnswer } from '../../kubelet/json/decode-answer.ts';
import { DEFAULT_RELEASE, type Profile, profileFor } from '../../kubelet/profile.ts';
import type { Conclusion } from '../../kubelet/types.ts';
import { readExitText } from '../exit-text.ts';
import { type Cause, matchRules } from '../match-rules.ts';
import type { Aspects } from '../rule.ts';
import { RULES } from '../rules/index.ts';
import { latin1 } from '../show-bytes.ts';
import type { AnswerToExplain } from './answer.ts';
import { answerAspects, contextOf } from './aspects.ts';
import { nextSteps } from './next-steps.ts';
import { type Place, placeOf } from './place.ts';
import { whyConcluded } from './why.ts';

/** One answer of a driver explained: what was read, what is concluded and why, what follows, the causes known. */
export interface AnswerExplanation {
  answer: AnswerToExplain;
  conclusion: Conclusion;
  /** Where reading stopped, when the answer could not be read. */
  place?: Place;
  why: string[];
  next: string[];
  causes: Cause[];
}

/**
 * Explains an answer as a kubelet of its profile takes it. Never throws, whatever the bytes.
 *
 * @param around further aspects for the rules, from what surrounds the answer
 */
export function explainAnswer(answer: AnswerToExplain, around: Aspects = {}): AnswerExplanation {
  const profile = profileOf(answer);
  const conclusion = concludeAnswer({ ...answer, profile });
  const { error } = decodeAnswer(answer.output, profile);
  const aspects = { ...answerAspects(answer, conclusion, error?.at), ...around };
  return explained(
    answer,
    conclusion,
    aspects,
    error === undefined ? undefined : placeOf(answer.output, error.at),
  );
}

/**
 * Explains a failure of which only the kubelet's error text is known: an event, or a log line cut short.
 *
 * @returns undefined when the text is none that an answer leads to
 */
export function explainTold(answer: AnswerToExplain, error: string): AnswerExplanation | undefined {
  const refused = /^(\w+) command failed, status: (.*?), reason: ([\s\S]*)$/.exec(error);
  const exit = readExitText(error);
  const unread = /^(?:invalid character |unexpected end of JSON input|json: |[Tt]imeout$)/.test(error);
  const unsupported = error === 'Not supported';
  if (refused === null && exit === undefined && !unread && !unsupported) return undefined;
  const conclusion: Conclusion = { outcome: unsupported ? 'not-supported' : 'failure', error };
  const command = refused?.[1] ?? answer.command;
  const whole = { ...answer, command, exit: exit ?? answer.exit, timedOut: /^[Tt]imeout$/.test(error) };
  const status = refused?.[2] ?? (exit === undefined ? undefined : 'Success');
  const aspects = {
    command,
    outcome: conclusion.outcome,
    error,
    status,
    exit: exit === undefined ? undefined : error,
    message: latin1(refused?.[3] ?? ''),
    output: refused === null ? undefined : latin1(refused[3] ?? ''),
    executable: answer.executable,
    file: answer.executable,
    program: answer.program,
    unread: unread ? 'yes' : undefined,
    context: unread ? contextOf(error) : undefined,
    quoted: /^invalid character '(\\?.|\\x..|\\u....)' /s.exec(error)?.[1],
  };
  return explained(whole, conclusion, aspects, undefined, status);
}

function explained(
  answer: AnswerToExplain,
  conclusion: Conclusion,
  aspects: Aspects,
  place?: Place,
  toldStatus?: string,
): AnswerExplanation {
  return {
    answer,
    conclusion,
    ...(place === undefined ? {} : { place }),
    why: whyConcluded(answer, conclusion, place, toldStatus),
    next: nextSteps(answer.command, conclusion, profileOf(answer), answer.attaches),
    causes: matchRules({ on: 'answer', aspects }, RULES),
  };
}

function profileOf(answer: AnswerToExplain): Profile {
  return answer.profile ?? profileFor(DEFAULT_RELEASE);
}
