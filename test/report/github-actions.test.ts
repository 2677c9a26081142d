import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { expect, test } from 'vitest';
import { renderGithub } from '../../src/report/github.ts';
import { tellGithub } from '../../src/report/github-actions.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { withFailures } from '../support/records.ts';

test('in a job of GitHub the summary and the outputs are added to what is there', async () => {
  const { path, cleanup } = await dir({ unsafeCleanup: true });
  const summary = join(path, 'summary');
  const output = join(path, 'output');
  await writeFile(summary, 'before\n');
  await writeFile(output, 'a=b\n');
  const told = await tellGithub(withFailures(), {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: output,
  });
  expect(told).toEqual({ annotations: renderGithub(withFailures()), broken: [] });
  expect(await readFile(summary, 'utf8')).toBe(`before\n${renderMarkdown(withFailures())}`);
  expect(await readFile(output, 'utf8')).toBe(
    'a=b\nverdict=not-conformant\nmust-passed=44\nmust-failed=2\nshould-failed=1\n',
  );
  await cleanup();
});

test('a file that cannot be written is told, and is no reason to fail', async () => {
  const told = await tellGithub(withFailures(), {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: '/nonexistent/summary',
  });
  expect(told.annotations).toContain('::error');
  expect(told.broken).toEqual([expect.stringContaining('ENOENT')]);
});

test('elsewhere nothing is told', async () => {
  expect(await tellGithub(withFailures(), { GITHUB_STEP_SUMMARY: '/nonexistent/summary' })).toEqual({
    broken: [],
  });
});
