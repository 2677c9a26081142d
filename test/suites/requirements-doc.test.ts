import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const path = (from: string) => fileURLToPath(new URL(from, import.meta.url));

test.each([
  ['docs/requirements.md shows the catalogue and its faults', 'make-requirements-doc.ts'],
  ['docs/faults.md shows the faults and what found them', 'make-faults-doc.ts'],
])('%s', async (_, script) => {
  const argv = ['--import', path('../support/strip-types.mjs'), path(`../../scripts/${script}`), '--check'];
  const { stderr, exitCode } = await execa(process.execPath, argv, { reject: false });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
});
