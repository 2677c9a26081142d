import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { hang } from '../../src/cli/hang.ts';

describe('a line that is too long for the terminal', () => {
  it.each([
    ['short', 'short'],
    ['one two three four five six seven', 'one two three four five\n  six seven'],
    ['  one two three four five six seven', '  one two three four\n    five six seven'],
    ['  ✗ one two three four five six', '  ✗ one two three four\n    five six'],
    ['  2.345  mount one two three', '  2.345  mount one two three'],
    ['one\n\none two three four five six', 'one\n\none two three four five\n  six'],
    ['/one/path/that/is/longer/than/all two', '/one/path/that/is/longer/than/all\n  two'],
    ['key       a-value-that-is-long', 'key\n  a-value-that-is-long'],
    ['              deep one two three four', '              deep one two three four'],
  ])('%j is broken at blanks', (line, expected) => {
    expect(hang(line, 24)).toBe(expected);
  });

  it('hangs below its text, behind the time', () => {
    expect(hang('   12.345  mount one two three four five', 36)).toBe(
      '   12.345  mount one two three four\n             five',
    );
  });

  it('has the same breaks with colours', () => {
    const { red, bold } = new Chalk({ level: 1 });
    const coloured = `  ${red('✗ one two three')} ${bold('four five six')}`;
    expect(stripVTControlCharacters(hang(coloured, 24))).toBe(hang('  ✗ one two three four five six', 24));
  });
});
