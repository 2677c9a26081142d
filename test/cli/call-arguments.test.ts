import { Chalk } from 'chalk';
import { expect, it } from 'vitest';
import { argumentLines } from '../../src/cli/call-arguments.ts';

const lines = (...argv: string[]): string[] => argumentLines('/d', argv, new Chalk({ level: 0 }));

it('shows options as a table, and everything else as a shell takes it', () => {
  expect(lines('mount', '/a b', '{"long key":"a\\u003cb","x":"1"}')).toEqual([
    '/d mount',
    `  '/a b'`,
    '  {',
    '    long key  "a<b"',
    '    x         "1"',
    '  }',
  ]);
});

it.each(['{}', '{"a":1}', '{"a":"1"', '{"a":"1","a":"2"}', '[]'])(
  'shows %s as it stands, which a table would not tell',
  (argument) => {
    expect(lines('mount', argument)).toEqual(['/d mount', `  '${argument}'`]);
  },
);

it('shortens what nobody reads, and says how long it is', () => {
  expect(lines('mount', 'x'.repeat(1000))[1]).toMatch(/^ {2}x{300}\.\.\. \(1000 characters\)$/);
});
