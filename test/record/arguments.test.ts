import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordArguments, shownArguments } from '../../src/record/arguments.ts';

test('arguments of up to 8 KiB are kept whole, whatever they hold', () => {
  const argv = ['mount', '', 'x'.repeat(8192), 'ü'.repeat(4096), '\ud800'];
  expect(recordArguments(argv)).toEqual({ argv });
});

test('a longer one is kept by its ends, its length and its digest, and never within a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.integer({ min: 9000, max: 20_000 }),
      (unit, length) => {
        const long = unit.repeat(Math.ceil(length / Buffer.byteLength(unit)));
        const { argv, cut } = recordArguments(['mount', long]);
        const bytes = Buffer.from(long);
        const [gap] = cut ?? [];
        expect(cut).toEqual([
          {
            argument: 1,
            at: expect.any(Number),
            length: bytes.length,
            sha256: createHash('sha256').update(bytes).digest('hex'),
          },
        ]);
        const kept = Buffer.from(argv[1] as string);
        const at = gap?.at ?? 0;
        expect(kept.length).toBeLessThanOrEqual(2048 + 3);
        expect(bytes.subarray(0, at)).toEqual(kept.subarray(0, at));
        expect(bytes.subarray(bytes.length - (kept.length - at))).toEqual(kept.subarray(at));
      },
    ),
    { numRuns: 50 },
  );
});

test('what was left out is said where it was', () => {
  const shown = shownArguments(
    recordArguments(['mount', `${'a'.repeat(50_000)}${'b'.repeat(50_000)}`, '{}']),
  );
  expect(shown[1]).toMatch(
    /^a{1024}\[\.\.\. 97952 bytes left out, 100000 in all, sha256 [0-9a-f]{12} \.\.\.\]b{1024}$/,
  );
  expect([shown[0], shown[2]]).toEqual(['mount', '{}']);
});
