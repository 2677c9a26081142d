import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { executableFindings } from './executable-findings.ts';
import type { Finding } from './finding.ts';
import { scriptFindings } from './script-findings.ts';

/** What a directory's name makes of it: every `~` reads as `/`, the last part is the executable. */
export function executableOf(
  pluginDirectory: string,
  directory: string,
): { driver: string; executable: string } {
  const parts = directory.split('~');
  return { driver: parts.join('/'), executable: join(pluginDirectory, directory, parts.at(-1) as string) };
}

/** Everything amiss with one driver that can be seen without running it. */
export function driverFindings(pluginDirectory: string, directory: string, kubeletPath: string): Finding[] {
  const { executable } = executableOf(pluginDirectory, directory);
  const path = join(pluginDirectory, directory);
  const execution = executableFindings(executable, kubeletPath);
  const readable = execution.every(({ fact }) => fact === 'not-executable' || fact === 'carriage-return');
  return [
    ...nameFindings(path, directory),
    ...execution,
    ...(readable ? scriptFindings(executable, kubeletPath) : []),
    ...writtenFiles(path, basename(executable)),
  ];
}

function nameFindings(path: string, directory: string): Finding[] {
  const odd = /[^A-Za-z0-9._~-]/.exec(directory)?.[0];
  if (odd !== undefined)
    return [
      { fact: 'odd-name', path, directory, what: `has the character "${odd}", which is escaped on the way` },
    ];
  if (/~[.-]|[.-]~|~$|^~|~~/.test(directory)) {
    return [
      {
        fact: 'odd-name',
        path,
        directory,
        what: 'has an empty part, or one that begins or ends with a dot or a hyphen',
      },
    ];
  }
  return [];
}

const RECENT_MS = 60 * 60 * 1000;

/** Files that look as if calls wrote them: each write there makes the kubelet probe again. */
function writtenFiles(path: string, executable: string): Finding[] {
  return readdirSync(path)
    .filter(
      (name) =>
        !name.startsWith('.') &&
        name !== executable &&
        /\.(?:log|lock|pid|state|out|err|tmp)$|^log$/.test(name),
    )
    .filter(
      (name) =>
        Date.now() - (lstatSync(join(path, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) < RECENT_MS,
    )
    .map((name) => ({ fact: 'writes-in-plugin-directory', path: join(path, name) }));
}
