import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseRecord } from '../../src/record/read.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { recordText } from '../../src/record/write.ts';
import { REPORTER_NAMES, reporters } from '../../src/report/index.ts';
import { renderSummary } from '../../src/report/terminal.ts';
import { allPass, buildRecord, withFailures } from '../support/records.ts';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
let folder: { path: string; cleanup(): Promise<void> };

/** Runs in the folder with the records; nothing is coloured, as nothing is a terminal. */
function report(...args: string[]) {
  return execa(process.execPath, [cli, 'report', ...args], {
    cwd: folder.path,
    reject: false,
    stripFinalNewline: false,
    env: { NO_COLOR: '1' },
  });
}

async function keep(name: string, record: FlexcertRecord): Promise<void> {
  await writeFile(join(folder.path, name), recordText(record));
}

beforeAll(async () => {
  folder = await dir({ unsafeCleanup: true });
  const failing = withFailures();
  const { summary: _summary, ...rest } = failing;
  await keep('good.json', allPass());
  await keep('bad.json', failing);
  for (const part of [1, 2]) {
    const results = failing.results.filter(({ id }) => (id.length % 2) + 1 === part);
    await keep(`shard-${part}.json`, buildRecord(results, { ...rest, results, shard: `${part}/2` }));
  }
});
afterAll(() => folder.cleanup());

test('shows the summary that the run showed, and exits 0 whatever the verdict', async () => {
  const { stdout, stderr, exitCode } = await report('bad.json');
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout).toBe(renderSummary(withFailures(), { color: false, width: 100 }));
});

test.each(REPORTER_NAMES)('--reporter %s alone goes to stdout', async (name) => {
  const { stdout, exitCode } = await report('bad.json', '--reporter', name);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(reporters[name].render(parseRecord(recordText(withFailures()), 'bad.json')));
});

test('several go to the folder, a file each', async () => {
  const { stdout, stderr, exitCode } = await report('good.json', '--reporter', 'html,tap', '--output', 'out');
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
  expect(stderr).toContain('report.html');
  expect((await readdir(join(folder.path, 'out'))).sort()).toEqual(['report.html', 'results.tap']);
});

test('merges the shards of a run, and --json prints one document', async () => {
  const { stdout, exitCode } = await report('shard-2.json', 'shard-1.json', '--json');
  expect(exitCode).toBe(0);
  expect(parseRecord(stdout, 'stdout').summary.counts).toEqual(withFailures().summary.counts);
});

describe('--baseline', () => {
  test('tells what broke, and exits 1', async () => {
    const { stdout, exitCode } = await report('--baseline', 'good.json', 'bad.json');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /Broke \(\d+\)\n.*mountdevice\/keeps-an-existing-filesystem kubelet 1\.32: passed, now failed\n {9}waitforattach did not/s,
    );
    expect(stdout).toMatch(/\nConformant, now not conformant: \d+ broke, /);
  });

  test('exits 0 when nothing did, with shards as well', async () => {
    const { stdout, exitCode } = await report('--baseline', 'bad.json', 'shard-1.json', 'shard-2.json');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Not conformant: 0 broke, 0 mended, 4 still failing, 76 as before');
  });

  test('as Markdown, and for programs', async () => {
    const markdown = await report('--baseline', 'good.json', 'bad.json', '--reporter', 'markdown');
    expect(markdown.stdout).toMatch(/^## ❌ Conformant, now not conformant/);
    expect(markdown.exitCode).toBe(1);
    const { stdout } = await report('--baseline', 'good.json', 'bad.json', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ verdict: { before: 'conformant', after: 'not-conformant' } });
  });
});

describe('usage errors exit 2 and say what to do', () => {
  test.each([
    [['missing.json'], /cannot read the record missing\.json: there is no such file/],
    [['good.json', 'bad.json'], /only the shards of one run can be merged/],
    [['good.json', '--reporter', 'pdf'], /no reporter "pdf".*json, junit, html/],
    [['good.json', '--reporter', 'tap,html'], /several formats need a folder, --output DIR/],
    [['good.json', '--output', 'x'], /Name them with --reporter/],
    [
      ['good.json', '--baseline', 'bad.json', '--reporter', 'html'],
      /a comparison is text, or markdown, or json/,
    ],
    [[], /See: flexcert report --help/],
  ])('%j', async (args, message) => {
    const { stdout, stderr, exitCode } = await report(...args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

test('a reader that closes early is no trouble of ours', async () => {
  const { exitCode, stdout } = await execa(
    'sh',
    ['-c', '"$0" "$1" report bad.json --reporter junit | head -c 100', process.execPath, cli],
    { cwd: folder.path },
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('<?xml');
});
