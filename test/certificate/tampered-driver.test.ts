import { appendFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changeFile, replaced, tampering } from '../support/tampering.ts';

const t = tampering();

describe('the driver', () => {
  const file = (name = 'nas') => join(t.bundle.driver, name);
  test.each<[string, () => void, RegExp]>([
    [
      'the first byte',
      () => changeFile(file(), (b) => Buffer.concat([Buffer.from('?'), b.subarray(1)])),
      /nas is not the file/,
    ],
    ['the last byte', () => changeFile(file(), (b) => b.subarray(0, -1)), /nas is not the file/],
    ['a byte more', () => appendFileSync(file(), '\n'), /nas is not the file/],
    ['a NUL', () => appendFileSync(file(), '\0'), /nas is not the file/],
    [
      'a letter',
      () => changeFile(file('lib/common.sh'), replaced('answer', 'Answer')),
      /lib\/common\.sh is not the file/,
    ],
    [
      'a blank for a tab',
      () => changeFile(file('lib/common.sh'), replaced('\t', '  ')),
      /lib\/common\.sh is not/,
    ],
    ['line endings', () => changeFile(file(), replaced('\n', '\r\n')), /nas is not the file/],
    [
      'another encoding',
      () => changeFile(file('lib/common.sh'), (b) => Buffer.from(b.toString(), 'latin1')),
      /lib\/common\.sh is not/,
    ],
    ['nothing left of it', () => truncateSync(file()), /nas is not the file/],
    ['a file gone', () => rmSync(file('lib/common.sh')), /lib\/common\.sh is missing/],
    ['a file more', () => writeFileSync(file('lib/extra.sh'), ''), /lib\/extra\.sh was not there/],
    ['a hidden file more', () => writeFileSync(file('.extra'), ''), /\.extra was not there/],
    ['a file renamed', () => renameSync(file('nas'), file('NAS')), /nas is missing/],
    [
      'two files exchanged',
      () => {
        renameSync(file(), file('x'));
        renameSync(file('lib/common.sh'), file());
        renameSync(file('x'), file('lib/common.sh'));
      },
      /nas is not the file/,
    ],
    [
      'a link to another file',
      () => {
        rmSync(file());
        symlinkSync('lib/common.sh', file());
      },
      /nas is not the file/,
    ],
    ['a link to a directory more', () => symlinkSync('/etc', file('etc')), /etc was not there/],
    ['a broken link more', () => symlinkSync('nowhere', file('broken')), /broken was not there/],
    [
      'the directory gone',
      () => rmSync(t.bundle.driver, { recursive: true }),
      /no example\.com~nas beside the certificate.*--driver/,
    ],
  ])('%s', (_, change, found) => {
    change();
    const verification = t.verify();
    expect(t.wrong(verification)).toEqual(['driver']);
    expect(verification.checks.find(({ name }) => name === 'driver')?.found.join('\n')).toMatch(found);
  });
});
