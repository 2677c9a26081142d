import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { knownSuites } from '../../src/api/known-suites.ts';
import { checkSuite } from '../../src/certificate/check-suite.ts';
import { SUITE_VERSION } from '../../src/conformance/suite-version.ts';
import { allPass } from '../support/records.ts';

function listed(version: string, lines: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'flexcert-suites-'));
  writeFileSync(join(folder, `${version}.txt`), `${lines.join('\n')}\n`);
  return knownSuites(pathToFileURL(`${folder}/`)).finally(() => rmSync(folder, { recursive: true }));
}

const record = allPass();
const lines = record.results.map(({ id, level }) => `${id} ${level}`);

test('a certificate of an earlier suite is verified by the list kept of it, and that it is earlier is said', async () => {
  const suites = await listed(record.tool.suite, lines);
  expect(checkSuite(record, suites)).toEqual({
    name: 'suite',
    holds: true,
    found: [`1.0, all of its 38 requirements; that of this flexcert is ${SUITE_VERSION}`],
  });
});

test.each([
  ['a requirement more', [...lines, 'mount/more MUST'], /1 have no result on kubelet 1\.32: mount\/more/],
  ['a requirement less', lines.slice(1), /1 are not of suite 1\.0: discovery\/is-executable/],
  ['another level', [lines[0]?.replace('MUST', 'MAY') ?? '', ...lines.slice(1)], /1 have another level/],
])('%s in that list is found', async (_, list, found) => {
  const check = checkSuite(record, await listed('1.0', list));
  expect(check.holds).toBe(false);
  expect(check.found.join()).toMatch(found);
});

test('the present suite is its catalogue, whatever list lies there', async () => {
  const [present, ...more] = await listed(SUITE_VERSION, ['mount/other MUST']);
  expect(more).toEqual([]);
  expect(present?.requirements.has('mount/other')).toBe(false);
  expect(present?.requirements.size).toBeGreaterThan(200);
});
