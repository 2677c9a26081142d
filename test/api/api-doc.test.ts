import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

test('docs/api.md is that of the docstrings: npm run docs', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const argv = ['scripts/make-api-doc.mjs', '--check'];
  const { stderr } = await execa(process.execPath, argv, { cwd: root, reject: false });
  expect(stderr).toBe('');
});
