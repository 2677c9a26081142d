import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { driverFiles } from '../../src/record/driver-files.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let folder: { path: string; cleanup(): Promise<void> };
beforeEach(async () => {
  folder = await dir({ unsafeCleanup: true });
});
afterEach(() => folder.cleanup());

test('every file by its path, hidden ones too, in one order', () => {
  mkdirSync(join(folder.path, 'lib'));
  for (const name of ['nas', '.hidden', 'lib/b', 'lib/a']) writeFileSync(join(folder.path, name), name);
  const files = driverFiles(folder.path);
  expect(Object.keys(files)).toEqual(['.hidden', 'lib/a', 'lib/b', 'nas']);
  expect(files.nas).toBe(sha256('nas'));
});

test('an executable alone by its name', () => {
  writeFileSync(join(folder.path, 'nas'), 'x');
  writeFileSync(join(folder.path, 'neighbour'), 'y');
  expect(driverFiles(join(folder.path, 'nas'))).toEqual({ nas: sha256('x') });
});

test('links: to a file as the file, to a directory, nowhere or in a circle as what they say', () => {
  writeFileSync(join(folder.path, 'nas'), 'x');
  const links = { file: 'nas', out: '/usr/share', round: '.', nowhere: 'gone', self: 'self' };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder.path, name));
  expect(driverFiles(folder.path)).toEqual({
    nas: sha256('x'),
    file: sha256('x'),
    out: sha256('/usr/share'),
    round: sha256('.'),
    nowhere: sha256('gone'),
    self: sha256('self'),
  });
});
