import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocks, root } from '../support/guide.ts';
import { lacks } from '../support/needs.ts';

const examples = blocks('docs/api.md').filter(({ file }) => file !== '');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flexcert-examples-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/flexcert'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  cpSync(`${root}examples/vitest/example.com~scratch`, join(folder, 'example.com~scratch'), {
    recursive: true,
  });
  for (const { file, text } of examples) {
    writeFileSync(join(folder, file), text);
    const { code } = transformSync(text, { loader: 'ts', format: 'esm', target: 'node20' });
    writeFileSync(join(folder, file.replace('.ts', '.mjs')), code);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the examples of docs/api.md keep to the types that are published', async () => {
  const flags = '--noEmit --strict --skipLibCheck --module nodenext --target es2023 --types node'.split(' ');
  const typeRoots = ['--typeRoots', `${root}node_modules/@types`];
  const { stdout } = await execa(
    `${root}node_modules/.bin/tsc`,
    [...flags, ...typeRoots, ...examples.map(({ file }) => file)],
    { cwd: folder, reject: false },
  );
  expect(stdout).toBe('');
});

// What they show is what root sees.
test.skipIf(lacks('root') !== '').each([
  ['run', /passed init\/succeeds[\s\S]*\nconformant \d+$/],
  ['simulate', /^init success\n[\s\S]*mount success[\s\S]*unmount success\n[\s\S]*false$/],
  ['explain', /^invalid character 'n' in numeric literal .+\nsuccess \d{3}$/],
  ['verify', /^cannot read the (key|certificate)/],
])('%s.ts does what it shows', async (name, shown) => {
  const { stdout, stderr } = await execa(process.execPath, [`${name}.mjs`], { cwd: folder, reject: false });
  expect(stderr).toBe('');
  expect(stdout).toMatch(shown);
});

test('every example is among them', () => {
  expect(examples.map(({ file }) => file)).toEqual(['run.ts', 'simulate.ts', 'explain.ts', 'verify.ts']);
});
