import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainAnswer } from '../../src/diagnose/answer/explain-answer.ts';
import { quoteByte } from '../../src/kubelet/json/quote-byte.ts';

interface Recorded {
  id: string;
  command: string;
  stdout?: string;
  stdout_b64?: string;
  stderr?: string;
  exit: number;
  outcome: string;
  error?: string;
}

const lines = readFileSync(new URL('../../fixtures/recordings/responses.jsonl', import.meta.url), 'utf8');
const recorded = lines
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);
const expected = JSON.parse(
  readFileSync(new URL('../../fixtures/diagnose/causes-of-responses.json', import.meta.url), 'utf8'),
) as Record<string, string[]>;

function outputOf({ stdout, stdout_b64, stderr }: Recorded): Buffer {
  const first = stdout_b64 === undefined ? Buffer.from(stdout ?? '') : Buffer.from(stdout_b64, 'base64');
  return Buffer.concat([first, Buffer.from(stderr ?? '')]);
}

function explain(one: Recorded) {
  return explainAnswer({ command: one.command, output: outputOf(one), exit: { code: one.exit } });
}

describe('explanations of every recorded answer', () => {
  it('conclude what the kubelet concluded', () => {
    for (const one of recorded)
      expect(explain(one).conclusion, one.id).toMatchObject({
        outcome: one.outcome,
        ...(one.error === undefined ? {} : { error: one.error }),
      });
  });

  it('show the byte that the error names, or the end of the input', () => {
    let places = 0;
    for (const one of recorded) {
      const output = outputOf(one);
      const named = /^invalid character ('(?:\\?.|\\x..|\\u....)') /s.exec(one.error ?? '')?.[1];
      if (named === undefined && !(one.error ?? '').startsWith('unexpected end')) continue;
      const { place } = explain(one);
      const at = (place?.byte ?? 0) - 1;
      // At the end of the input Go looks at a blank that is not there.
      const shown = at === output.length ? "' '" : quoteByte(output[at] as number);
      expect(shown, one.id).toBe(named ?? "' '");
      if (named === undefined) expect(at, one.id).toBe(output.length);
      places += 1;
    }
    expect(places).toBe(694);
  });

  it('name exactly the causes that were found right by eye', () => {
    const found = Object.fromEntries(
      recorded
        .map(
          (one) =>
            [
              one.id,
              explain(one).causes.map(({ rule, certainty }) => (certainty === 'certain' ? rule : `${rule}?`)),
            ] as const,
        )
        .filter(([, causes]) => causes.length > 0),
    );
    expect(found).toEqual(expected);
  });
});
