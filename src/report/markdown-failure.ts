import type { Result } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';
import { type Alike, releasesOf } from './alike.ts';
import { codeBlock, inlineCode, plainText } from './markdown-text.ts';
import { capped, transcript } from './transcript.ts';
import { sentenceOf } from './words.ts';

const MESSAGE_LIMIT = 1500;
const CAUSE_LIMIT = 500;

/** One failure: what it is, what came, the likely cause, and so many characters of its first calls. */
export function markdownFailure(same: Alike, transcriptLimit: number): string {
  const [result] = same;
  const { id, level, status, message = '', diagnosis = [], calls } = result;
  const kind = status === 'error' ? 'harness error' : level;
  return [
    `#### ${kind}: ${inlineCode(id)} on kubelet ${releasesOf(same)}`,
    plainText(sentenceOf(result)),
    ...(message === '' ? [] : [codeBlock(capped(message, MESSAGE_LIMIT))]),
    ...diagnosis.map(
      ({ cause, mend }) =>
        `Likely cause: ${plainText(capped(cause, CAUSE_LIMIT))}\n\nMend: ${plainText(capped(mend, CAUSE_LIMIT))}`,
    ),
    ...(transcriptLimit === 0 || calls.length === 0 ? [] : [callsOf(result, transcriptLimit)]),
  ].join('\n\n');
}

function callsOf(result: Result, limit: number): string {
  const block = codeBlock(capped(visibleText(transcript(result)), limit));
  return `<details><summary>Calls</summary>\n\n${block}\n\n</details>`;
}
