import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedLines } from '../../src/sandbox/changed-lines.ts';

const text = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''));

function told(last: readonly string[], now: readonly string[]) {
  const { head, changed, tail } = changedLines(text(last), text(now));
  return { head, changed: changed.toString().split('\n').slice(0, -1), tail };
}

describe('changedLines', () => {
  it('leaves out what is the same before and after', () => {
    expect(told(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual({ head: 1, changed: ['x'], tail: 1 });
    expect(told(['a', 'c'], ['a', 'b', 'c'])).toEqual({ head: 1, changed: ['b'], tail: 1 });
    expect(told(['a', 'b', 'c'], ['a', 'c'])).toEqual({ head: 1, changed: [], tail: 1 });
    expect(told([], ['a'])).toEqual({ head: 0, changed: ['a'], tail: 0 });
  });

  it('does not take the end of another line for a line', () => {
    expect(told(['zab'], ['x', 'ab'])).toEqual({ head: 0, changed: ['x', 'ab'], tail: 0 });
    expect(told(['x', 'ab'], ['zab'])).toEqual({ head: 0, changed: ['zab'], tail: 0 });
  });

  it('gives the text as it is now, whatever the two are', () => {
    // Few letters, so that lines often are alike or begin and end alike.
    const lines = fc.array(fc.stringMatching(/^[ab]{0,3}$/), { maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, (last, now) => {
        const { head, changed, tail } = told(last, now);
        expect(head + tail).toBeLessThanOrEqual(last.length);
        expect([...last.slice(0, head), ...changed, ...last.slice(last.length - tail)]).toEqual(now);
      }),
      { numRuns: 5000 },
    );
  });
});
