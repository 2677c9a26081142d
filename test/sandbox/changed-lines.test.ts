import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedLines } from '../../src/sandbox/changed-lines.ts';

const text = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''));

function told(last: readonly string[], now: readonly string[]) {
  const { head, gone, come } = changedLines(text(last), text(now), last.length);
  const lines = (part: Buffer) => part.toString().split('\n').slice(0, -1);
  return { head, gone: lines(gone), come: lines(come) };
}

describe('changedLines', () => {
  it('leaves out what is the same before and after', () => {
    expect(told(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual({ head: 1, gone: ['b'], come: ['x'] });
    expect(told(['a', 'c'], ['a', 'b', 'c'])).toEqual({ head: 1, gone: [], come: ['b'] });
    expect(told(['a', 'b', 'c'], ['a', 'c'])).toEqual({ head: 1, gone: ['b'], come: [] });
    expect(told([], ['a'])).toEqual({ head: 0, gone: [], come: ['a'] });
  });

  it('does not take the end of another line for a line', () => {
    expect(told(['zab'], ['x', 'ab'])).toEqual({ head: 0, gone: ['zab'], come: ['x', 'ab'] });
    expect(told(['x', 'ab'], ['zab'])).toEqual({ head: 0, gone: ['x', 'ab'], come: ['zab'] });
  });

  it('gives the text as it is now, whatever the two are', () => {
    // Few letters, so that lines often are alike or begin and end alike.
    const lines = fc.array(fc.stringMatching(/^[ab]{0,3}$/), { maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, (last, now) => {
        const { head, gone, come } = told(last, now);
        expect([...last.slice(0, head), ...come, ...last.slice(head + gone.length)]).toEqual(now);
        expect(gone).toEqual(last.slice(head, head + gone.length));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds one line among thousands', () => {
    const lines = Array.from({ length: 3000 }, (_, number) => `line ${number}`);
    const without = (at: number) => lines.toSpliced(at, 1);
    for (const at of [0, 1, 700, 1500, 2998, 2999]) {
      expect(told(lines, without(at))).toEqual({ head: at, gone: [`line ${at}`], come: [] });
      expect(told(without(at), lines)).toEqual({ head: at, gone: [], come: [`line ${at}`] });
    }
  });
});
