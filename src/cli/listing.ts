import type { Requirement } from '../conformance/test-api/requirement.ts';

export type Listed = Pick<Requirement, 'id' | 'level' | 'sentence' | 'reference' | 'needs'>;

/** Requirements as `list` prints them: one JSON document, or a paragraph each. */
export function listing(requirements: readonly Listed[], json: boolean): string {
  if (json) {
    const rows = requirements.map(({ id, level, sentence, reference, needs }) => ({
      id,
      level,
      sentence,
      reference,
      needs,
    }));
    return `${JSON.stringify(rows, null, 2)}\n`;
  }
  return requirements
    .map(({ id, level, sentence, reference }) => `${id}  ${level}\n  ${sentence}\n  why: ${reference}\n`)
    .join('\n');
}
