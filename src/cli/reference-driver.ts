import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';
import type { Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit-codes.ts';

const FILE = 'flexcert.test~loop/loop';

export const command: CliCommand<{ directory: string }> = {
  usage: 'reference-driver <directory>',
  about: `Puts the reference driver into a directory, as ${FILE}: one that is conformant, to try things on`,
  options: (yargs) =>
    yargs.positional('directory', {
      type: 'string',
      demandOption: true,
      describe: 'where to; a plugin directory, for one',
    }) as unknown as Argv<{ directory: string }>,
  examples: [
    ['flexcert reference-driver .', ''],
    ["flexcert run flexcert.test~loop -o 'image={{image}}'", 'certifies it'],
  ],
  run: install,
};

/** By rename, as a driver is to be installed: a kubelet that watches never sees half of it. */
async function install({ directory }: { directory: string }): Promise<number> {
  const path = join(resolve(directory), FILE);
  const draft = join(dirname(path), '.loop.new');
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, isSea() ? wrapper() : readFileSync(bundle()));
    chmodSync(draft, 0o755);
    renameSync(draft, path);
  } catch (error) {
    throw new UsageError(`the driver cannot be written: ${(error as Error).message}. Name another directory`);
  }
  process.stdout.write(`${path}\n`);
  return EXIT.done;
}

/** Where there is no node to run the driver, this very executable is its interpreter. */
function wrapper(): string {
  return `#!${process.execPath} --as-reference-driver\n`;
}

/** In dist/ both for the sources and for the build. */
function bundle(): string {
  const root = import.meta.url.includes('/dist/src/') ? '../../../' : '../../';
  return fileURLToPath(new URL(`${root}dist/driver/${FILE}`, import.meta.url));
}
