import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect } from 'vitest';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A fenced block of a page: ```console is what a reader types and sees, ```sh that begins with #! is a driver, and a name
 * after the kind (```yaml pod.yaml) is a file.
 */
export interface Block {
  kind: string;
  file: string;
  text: string;
}

export function blocks(page: string): Block[] {
  const fenced = readFileSync(join(root, page), 'utf8').matchAll(/^```(\w*)(?: (\S+))?\n([\s\S]*?)^```$/gm);
  return [...fenced].map(([, kind = '', file = '', text = '']) => ({ kind, file, text }));
}

/** Commands of a console block, each with the lines that a reader is told to see, in this order. */
function steps(text: string): { command: string; sees: string[] }[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => part.trimEnd().split('\n'))
    .map(([command = '', ...sees]) => ({ command, sees: sees.filter((line) => line.trim() !== '') }));
}

/** How a page is read: what a reader has at hand besides flexcert. */
export interface Reader {
  /** Where a driver goes that stands in a block without a name. */
  driver?: string;
  /** Programs of a node that the page pipes into flexcert: a script each. */
  programs?: Readonly<Record<string, string>>;
  /** Drivers that the reader has: a file below fixtures/drivers for each path. */
  drivers?: Readonly<Record<string, string>>;
  /** Puts there what else the reader has. */
  prepare?: (directory: string) => Promise<void>;
  /** Directories of the system to have for the reader alone: mounted over in a namespace of each command. */
  own?: readonly string[];
}

/** Types every command of a page in a directory of its own, and expects what the page shows. Answers how many ran. */
export async function follow(page: string, reader: Reader): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'flexcert-guide-'));
  try {
    furnish(dir, reader);
    await reader.prepare?.(dir);
    let ran = 0;
    for (const block of blocks(page)) {
      const isDriver = block.kind === 'sh' && block.text.startsWith('#!');
      const file = block.file || (isDriver ? reader.driver : undefined);
      if (file !== undefined) mkdirSync(dirname(join(dir, file)), { recursive: true });
      if (file !== undefined) writeFileSync(join(dir, file), block.text, { mode: isDriver ? 0o755 : 0o644 });
      if (block.kind !== 'console') continue;
      for (const { command, sees } of steps(block.text)) {
        // The tests' own set-up has built already.
        if (command === 'npm run build') continue;
        expectInOrder(command, await type(command, dir, reader), sees);
        ran++;
      }
    }
    return ran;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A place like the one in which the reader is: flexcert in PATH, what the build makes. */
function furnish(dir: string, { programs = {}, own = [], drivers = {} }: Reader): void {
  mkdirSync(join(dir, 'bin'));
  symlinkSync(join(root, 'dist'), join(dir, 'dist'));
  for (const [index] of own.entries()) mkdirSync(join(dir, `own-${index}`));
  for (const [path, fixture] of Object.entries(drivers)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    copyFileSync(join(root, 'fixtures/drivers', fixture), join(dir, path));
  }
  const flexcert = `exec '${process.execPath}' '${root}dist/src/cli/main.js' "$@"\n`;
  for (const [name, script] of Object.entries({ flexcert, ...programs })) {
    writeFileSync(join(dir, 'bin', name), `#!/bin/sh\n${script}`);
    chmodSync(join(dir, 'bin', name), 0o755);
  }
}

async function type(command: string, dir: string, { own = [] }: Reader): Promise<string> {
  const env = { PATH: `${join(dir, 'bin')}:${process.env.PATH}`, NO_COLOR: '1', COLUMNS: '100' };
  const mounts = own
    .map((path, index) => `mount --bind '${join(dir, `own-${index}`)}' '${path}' && `)
    .join('');
  const shell = ['sh', '-c', `${mounts}exec sh -c "$1"`, 'sh', command];
  const argv = own.length === 0 ? shell : ['unshare', '--mount', ...shell];
  const { stdout } = await execa(argv[0] as string, argv.slice(1), { cwd: dir, env, reject: false });
  return stdout;
}

function expectInOrder(command: string, stdout: string, sees: readonly string[]): void {
  let from = 0;
  for (const line of sees) {
    const at = stdout.indexOf(line, from);
    expect(
      at,
      `${command}\nshould show\n${line}\nafter what came before it, and showed\n${stdout.slice(0, 6000)}`,
    ).toBeGreaterThanOrEqual(0);
    from = at + line.length;
  }
}
