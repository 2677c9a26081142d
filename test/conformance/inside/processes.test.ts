import { expect, test } from 'vitest';
import { leftAmong } from '../../../src/conformance/inside/processes.ts';

const one = { pid: 4711, parent: 1, argv: ['sleep', '9'], state: 'S' };

test('a process that outlives its call is left', () => {
  expect(leftAmong([one])).toEqual([one]);
});

test('an orphan that has ended is not, though init may not have seen so yet: a killed driver leaves its tools', () => {
  expect(leftAmong([{ ...one, argv: [], state: 'Z' }])).toEqual([]);
});

test('a zombie whose parent lives is: nobody else can take it away', () => {
  const zombie = { ...one, parent: 4712, argv: [], state: 'Z' };
  expect(leftAmong([zombie])).toEqual([zombie]);
});

test('what we run ourselves is not', () => {
  expect(
    leftAmong([
      { ...one, parent: process.pid },
      { ...one, pid: process.pid },
    ]),
  ).toEqual([]);
});
