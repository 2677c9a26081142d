import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const [hook, script] = ['../support/strip-types.mjs', '../../scripts/make-requirements-doc.ts'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

test('docs/requirements.md shows the catalogue and its faults', async () => {
  const argv = ['--import', hook ?? '', script ?? '', '--check'];
  const { stderr, exitCode } = await execa(process.execPath, argv, { reject: false });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
});
