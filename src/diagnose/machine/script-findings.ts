import { basename } from 'node:path';
import { findTool, isExecutable } from './find-tool.ts';
import type { Finding } from './finding.ts';
import { readHead, readInterpreterLine } from './script-head.ts';
import { commandsOf } from './shell-commands.ts';

/** A longer file is no script that a person wrote. */
const LONGEST_SCRIPT = 1 << 20;
const SHELLS = /^(?:ba|da|k|z|a)?sh$/;

/**
 * What reads like trouble in a shell script: tools that are not there, the flags of echo, a mount looked
 * for by a part of its name. All of them guesses: the script is read, not run.
 */
export function scriptFindings(path: string, kubeletPath: string): Finding[] {
  const bytes = readHead(path, LONGEST_SCRIPT);
  const line = readInterpreterLine(bytes);
  if (line === undefined) return [];
  const shell = basename(
    basename(line.interpreter) === 'env' ? (line.argument.split(/\s+/)[0] ?? '') : line.interpreter,
  );
  if (!SHELLS.test(shell)) return [];
  const text = bytes.toString('latin1');
  return [
    ...missingTools(path, text, kubeletPath),
    ...echoFlags(path, text, shell),
    ...prefixMatches(path, text),
  ];
}

function missingTools(path: string, text: string, kubeletPath: string): Finding[] {
  return commandsOf(text)
    .filter((tool) =>
      tool.startsWith('/') ? !isExecutable(tool) : findTool(tool, ownPath(text) ?? kubeletPath) === undefined,
    )
    .map((tool) => ({ fact: tool.startsWith('/') ? 'fixed-tool-missing' : 'tool-missing', path, tool }));
}

/** PATH that the script sets for itself, when it is written out. */
function ownPath(text: string): string | undefined {
  return /^\s*(?:export\s+)?PATH=["']?([/\w:.-]+)(?=["']?\s*(?:;|$))/m.exec(text)?.[1];
}

function echoFlags(path: string, text: string, shell: string): Finding[] {
  if (shell === 'bash' || shell === 'ksh' || shell === 'zsh') return [];
  const found = /(?:^|[;&|({]|\bthen|\bdo|\belse)\s*echo\s+(-[neE]{1,3})\s+["']?\s*\{/m.exec(text);
  return found === null ? [] : [{ fact: 'echo-flags', path, flags: found[1] as string, shell }];
}

/** `mount | grep -q "$dir"`: another path may begin the same. A blank or an anchor around it tells them apart. */
function prefixMatches(path: string, text: string): Finding[] {
  const tables = String.raw`(?:\bmount\s*\||\bfindmnt[^|\n]*\||/proc/(?:self/|1/)?mount(?:s|info)|/etc/mtab)`;
  const word = String.raw`grep(?:\s+-\w+)*\s+(["']?)\$\{?[A-Za-z_]\w*\}?\1(?=\s|;|$|\)|\||&)`;
  const pattern = new RegExp(`${tables}[^\\n]*${word}|${word}\\s+${tables}`, 'm');
  const found = pattern.exec(text)?.[0];
  return found === undefined ? [] : [{ fact: 'prefix-match', path, line: found.trim() }];
}
