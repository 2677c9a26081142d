import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { elfFault, isElf } from './elf.ts';

const HEAD_BYTES = 4096;

/**
 * Why the kernel would not execute a file, in words that say the next step; undefined when it would.
 * A kubelet shows none of this: it reads an empty answer (behaviour of 1.20.2, recorded).
 *
 * @param searched directories in which `env` would look for an interpreter
 */
export function executionFault(path: string, searched: readonly string[]): string | undefined {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return `${path} is not executable. Run: chmod 0755 ${path}`;
  }
  const head = readHead(path);
  if (head.length === 0) return `${path} is empty. Build or copy the driver again`;
  if (isElf(head)) return elfFault(path, head);
  if (head.subarray(0, 5).toString('latin1') === '\xef\xbb\xbf#!') {
    return `${path} begins with a byte order mark, so its #! line does not count. Save it as UTF-8 without BOM`;
  }
  if (head.subarray(0, 2).toString('latin1') !== '#!') {
    return `${path} is no program: it is no ELF file and does not begin with #!. Begin it with a line such as #!/bin/sh`;
  }
  return interpreterFault(path, head, searched);
}

function interpreterFault(path: string, head: Buffer, searched: readonly string[]): string | undefined {
  const line = head.toString('latin1').slice(2).split('\n', 1)[0] as string;
  const [interpreter = '', argument = ''] = line.trim().split(/[ \t]+/);
  if (interpreter === '') return `${path} names no interpreter after #!. Write for example #!/bin/sh`;
  if (line.endsWith('\r')) {
    return `the #! line of ${path} ends with a carriage return, so the kernel looks for "${interpreter}\\r". Run: sed -i 's/\\r$//' ${path}`;
  }
  if (!existsSync(interpreter)) {
    return `${path} needs the interpreter ${interpreter}, which does not exist here. Install it, or name the one there is`;
  }
  if (!interpreter.endsWith('/env') || argument === '' || argument.startsWith('-')) return undefined;
  if (searched.some((directory) => existsSync(join(directory, argument)))) return undefined;
  return `${path} is run by "env ${argument}", and ${argument} is in none of ${searched.join(':')}. Install it there, or set env.PATH of the configuration`;
}

function readHead(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
