import { existsSync, lstatSync, readdirSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isElf, readElf } from './elf.ts';
import { findTool } from './find-tool.ts';
import type { Finding } from './finding.ts';
import { type InterpreterLine, readHead, readInterpreterLine } from './script-head.ts';

const HEAD_BYTES = 4096;
const EVERYONE_MAY_EXECUTE = 0o111;

/**
 * Why a kubelet, or a controller-manager that is not root, could not execute a driver.
 *
 * @param kubeletPath PATH in which `env` would look for an interpreter
 */
export function executableFindings(executable: string, kubeletPath: string): Finding[] {
  const stats = statsOf(executable);
  if (stats === undefined) return [missing(executable)];
  if (stats.isDirectory()) return [{ fact: 'executable-is-directory', path: executable }];
  const findings: Finding[] = [];
  const mode = `mode ${modeOf(stats)}`;
  if ((stats.mode & EVERYONE_MAY_EXECUTE) === 0) {
    findings.push({ fact: 'not-executable', path: executable, mode });
  } else if ((stats.mode & EVERYONE_MAY_EXECUTE) !== EVERYONE_MAY_EXECUTE) {
    findings.push({ fact: 'not-executable-by-all', path: executable, mode });
  }
  findings.push(...unsearchable(dirname(executable)));
  return [...findings, ...headFindings(executable, readHead(executable, HEAD_BYTES), kubeletPath)];
}

function headFindings(path: string, head: Buffer, kubeletPath: string): Finding[] {
  const refused = (what: string): Finding => ({ fact: 'no-interpreter-line', path, what });
  if (head.length === 0) return [refused('it is empty')];
  if (isElf(head)) return elfFindings(path, head);
  if (head.subarray(0, 3).toString('latin1') === '\xef\xbb\xbf') {
    return [refused('a byte order mark stands before its first character, so a `#!` line does not count')];
  }
  const line = readInterpreterLine(head);
  if (line === undefined) return [refused('it is no binary, and does not begin with `#!`')];
  return interpreterFindings(path, line, kubeletPath);
}

function elfFindings(path: string, head: Buffer): Finding[] {
  const elf = readElf(head);
  if (elf === undefined)
    return [
      {
        fact: 'wrong-architecture',
        path,
        what: 'the ELF file ends within its header: the copy is not complete',
      },
    ];
  if (!elf.runsHere) {
    return [
      {
        fact: 'wrong-architecture',
        path,
        what: `it is built for ${elf.machine}, and this machine is ${process.arch}`,
      },
    ];
  }
  if (elf.loader === undefined || existsSync(elf.loader)) return [];
  return [{ fact: 'interpreter-missing', path, interpreter: elf.loader }];
}

function interpreterFindings(path: string, line: InterpreterLine, kubeletPath: string): Finding[] {
  const { interpreter, argument, carriageReturn } = line;
  if (interpreter === '')
    return [{ fact: 'no-interpreter-line', path, what: 'it names no interpreter after `#!`' }];
  if (carriageReturn) return [{ fact: 'carriage-return', path, interpreter }];
  if (!existsSync(interpreter)) return [{ fact: 'interpreter-missing', path, interpreter }];
  if (basename(interpreter) !== 'env' || argument === '' || argument.startsWith('-')) return [];
  const program = argument.split(/\s+/)[0] as string;
  return findTool(program, kubeletPath) === undefined
    ? [{ fact: 'interpreter-missing', path, interpreter: program }]
    : [];
}

function missing(executable: string): Finding {
  const link = linkOf(executable);
  if (link !== undefined) return { fact: 'broken-symlink', path: executable, target: link };
  const wanted = basename(executable);
  const directory = dirname(executable);
  const near = nearMisses(directory, wanted);
  const instead =
    near.length === 0
      ? 'The directory is empty.'
      : `The directory holds ${near.map((name) => `\`${name}\``).join(', ')}.`;
  const whole = basename(directory);
  // Without a ~ the directory's own name is the executable's: most often a vendor was forgotten.
  if (!whole.includes('~'))
    return {
      fact: 'no-tilde',
      path: executable,
      pluginDirectory: dirname(directory),
      directory: whole,
      near: instead,
    };
  return { fact: 'executable-missing', path: executable, near: instead };
}

/** What there is instead: names that look alike first. */
function nearMisses(directory: string, wanted: string): string[] {
  const likeness = (name: string) => Number(name.toLowerCase().startsWith(wanted.toLowerCase()));
  return readdirSync(directory)
    .filter((name) => !name.startsWith('.'))
    .sort((a, b) => likeness(b) - likeness(a))
    .slice(0, 4);
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** A directory that others than root may not search hides what is in it from a controller-manager. */
export function unsearchable(directory: string): Finding[] {
  const { mode } = statSync(directory);
  if ((mode & 0o001) !== 0) return [];
  const shown = `directory of mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`;
  return [{ fact: 'not-executable-by-all', path: directory, mode: shown }];
}

function modeOf(stats: Stats): string {
  return (stats.mode & 0o7777).toString(8).padStart(4, '0');
}
