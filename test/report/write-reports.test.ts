import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { reporters } from '../../src/report/index.ts';
import { checkReporterNames, writeReports, writeWith } from '../../src/report/write-reports.ts';
import { allPass } from '../support/records.ts';

let folder: { path: string; cleanup(): Promise<void> };
beforeEach(async () => {
  folder = await dir({ unsafeCleanup: true });
});
afterEach(() => folder.cleanup());

test('each report goes to its file, in a folder made for it', async () => {
  const output = join(folder.path, 'a/b');
  const { written, broken } = await writeReports(allPass(), ['json', 'junit'], output);
  expect(broken).toEqual([]);
  expect(written.map(({ path }) => path)).toEqual([join(output, 'record.json'), join(output, 'junit.xml')]);
  expect(await readFile(join(output, 'junit.xml'), 'utf8')).toBe(reporters.junit.render(allPass()));
  expect(await readdir(output)).toEqual(['junit.xml', 'record.json']);
});

test('one that breaks, at once or half-way, takes the others not down, and leaves no half file', async () => {
  const fail = (): never => {
    throw new Error('it broke');
  };
  const halfway = function* () {
    yield 'half';
    fail();
  };
  await writeFile(join(folder.path, 'late.txt'), 'of an earlier run');
  const result = await writeWith(
    allPass(),
    [
      { name: 'early', reporter: { file: 'early.txt', about: '', render: fail } },
      { name: 'late', reporter: { file: 'late.txt', about: '', render: fail, chunks: halfway } },
      { name: 'good', reporter: { file: 'good.txt', about: '', render: () => 'good' } },
    ],
    folder.path,
  );
  expect(result.broken).toEqual([
    { name: 'early', error: 'it broke' },
    { name: 'late', error: 'it broke' },
  ]);
  expect(result.written).toEqual([{ name: 'good', path: join(folder.path, 'good.txt') }]);
  expect((await readdir(folder.path)).sort()).toEqual(['good.txt', 'late.txt']);
  expect(await readFile(join(folder.path, 'late.txt'), 'utf8')).toBe('of an earlier run');
});

test('a file that cannot be written is told like a reporter that broke', async () => {
  await mkdir(join(folder.path, 'junit.xml/in-the-way'), { recursive: true });
  const { written, broken } = await writeReports(allPass(), ['junit', 'json'], folder.path);
  expect(written.map(({ name }) => name)).toEqual(['json']);
  expect(broken).toEqual([{ name: 'junit', error: expect.stringMatching(/EISDIR|ENOTEMPTY|directory/) }]);
});

test('an unknown name is told with the known ones before anything is written', async () => {
  expect(() => checkReporterNames(['json', 'toString'])).toThrow(UsageError);
  await expect(writeReports(allPass(), ['html5'], folder.path)).rejects.toThrow(
    /no reporter "html5".*json, junit/,
  );
  expect(await readdir(folder.path)).toEqual([]);
});
