import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedOutput, trimmed } from '../../../src/kubelet/call/bounded-output.ts';

const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 });

describe('BoundedOutput', () => {
  it('keeps everything up to its limit, then the first half and the last', () => {
    fc.assert(
      fc.property(chunks, fc.integer({ min: 2, max: 60 }), (parts, limit) => {
        const kept = new BoundedOutput(limit);
        for (const part of parts) kept.add(part);
        const all = Buffer.concat(parts);
        const { output, outputBytes, cutAt } = kept.kept();
        expect(outputBytes).toBe(all.length);
        if (all.length <= limit) {
          expect(output.equals(all)).toBe(true);
          expect(cutAt).toBeUndefined();
          return;
        }
        expect(output).toHaveLength(limit);
        expect(cutAt).toBe(Math.ceil(limit / 2));
        expect(output.subarray(0, cutAt).equals(all.subarray(0, cutAt))).toBe(true);
        expect(output.subarray(cutAt).equals(all.subarray(all.length - Math.floor(limit / 2)))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('copies what it is given', () => {
    const kept = new BoundedOutput(100);
    const buffer = Buffer.from('one');
    kept.add(buffer);
    buffer.write('two');
    expect(kept.kept().output.toString()).toBe('one');
  });

  it('trimmed afterwards is head and tail as if it had been kept so', () => {
    fc.assert(
      fc.property(
        chunks,
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        (parts, limit, more) => {
          const [small, big] = [new BoundedOutput(limit), new BoundedOutput(limit + more)];
          for (const part of parts) {
            small.add(part);
            big.add(part);
          }
          expect(trimmed(big.kept(), limit)).toEqual(small.kept());
        },
      ),
      { numRuns: 2000 },
    );
  });
});
