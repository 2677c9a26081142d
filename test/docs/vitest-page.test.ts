import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blocks, root } from '../support/guide.ts';

test('docs/vitest.md shows the files of the example, which CI runs from the packed package', () => {
  const files = blocks('docs/vitest.md').filter(({ file }) => file !== '');
  expect(files.map(({ file }) => file)).toEqual(['test/driver.test.ts', 'vitest.config.ts']);
  for (const { file, text } of files) {
    expect(text).toBe(readFileSync(`${root}examples/vitest/${file}`, 'utf8'));
  }
});
