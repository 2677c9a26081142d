import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { needs } from '../support/needs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = ['docs/writing-a-driver.md', 'docs/reference-driver.md'];

/** A fenced block of a page: ```sh that begins with #! is a driver, ```console is what a reader types and sees. */
interface Block {
  kind: string;
  text: string;
}

function blocks(page: string): Block[] {
  const fenced = readFileSync(join(root, page), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...fenced].map(([, kind = '', text = '']) => ({ kind, text }));
}

/** Commands of a console block, each with the lines that a reader is told to see, in this order. */
function steps(text: string): { command: string; sees: string[] }[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => part.trimEnd().split('\n'))
    .map(([command = '', ...sees]) => ({ command, sees }));
}

/** A place like the one in which the reader is: flexcert in PATH, what the build makes, a directory for the driver. */
function desk(): string {
  const dir = mkdtempSync(join(tmpdir(), 'flexcert-guide-'));
  mkdirSync(join(dir, 'bin'));
  mkdirSync(join(dir, 'example.com~scratch'));
  symlinkSync(join(root, 'dist'), join(dir, 'dist'));
  writeFileSync(
    join(dir, 'bin/flexcert'),
    `#!/bin/sh\nexec '${process.execPath}' '${root}dist/src/cli/main.js' "$@"\n`,
  );
  chmodSync(join(dir, 'bin/flexcert'), 0o755);
  return dir;
}

const desks: string[] = [];
afterAll(() => {
  for (const dir of desks) rmSync(dir, { recursive: true, force: true });
});

describe.each(PAGES)('%s', (page) => {
  it('shows what happens when its commands are typed', { timeout: 300_000 }, async (context) => {
    needs(context, 'root', 'mkfs.ext4');
    const dir = desk();
    desks.push(dir);
    const env = { PATH: `${join(dir, 'bin')}:${process.env.PATH}`, NO_COLOR: '1', COLUMNS: '100' };
    let ran = 0;
    for (const { kind, text } of blocks(page)) {
      if (kind === 'sh' && text.startsWith('#!'))
        writeFileSync(join(dir, 'example.com~scratch/scratch'), text);
      if (kind !== 'console') continue;
      for (const { command, sees } of steps(text)) {
        // The tests' own set-up has built already.
        if (command === 'npm run build') continue;
        const { stdout } = await execa('sh', ['-c', command], { cwd: dir, env, reject: false });
        let from = 0;
        for (const line of sees) {
          const at = stdout.indexOf(line, from);
          expect(
            at,
            `${command}\nshould show\n${line}\nafter what came before it, and showed\n${stdout.slice(0, 3000)}`,
          ).toBeGreaterThanOrEqual(0);
          from = at + line.length;
        }
        ran++;
      }
    }
    expect(ran).toBeGreaterThan(1);
  });
});
