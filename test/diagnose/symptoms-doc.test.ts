import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../scripts/symptom-limits.ts';
import { RULES } from '../../src/diagnose/rules/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('docs/symptoms.md', () => {
  it('shows the rules of the code', async () => {
    const run = await execa(
      process.execPath,
      ['--import', './test/support/strip-types.mjs', 'scripts/make-symptoms-doc.ts', '--check'],
      { cwd: root, reject: false },
    );
    expect({ stderr: run.stderr, exitCode: run.exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('tells the limits of symptoms that a rule has', () => {
    const numbers = new Set(RULES.flatMap((rule) => rule.symptoms));
    expect(Object.keys(LIMITS).filter((number) => !numbers.has(Number(number)))).toEqual([]);
  });
});
