import { toolVersion } from '../api/tool-version.ts';
import type { CommandEntry } from './command.ts';

/** The help of `flexcert` itself, without loading a command or yargs. */
export function overview(entries: readonly CommandEntry[]): string {
  const width = Math.max(0, ...entries.map(({ name }) => name.length));
  const rows = entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Plays the kubelet against a FlexVolume driver and judges what the driver does.',
    '',
    'Usage: flexcert <command> [arguments]',
    '',
    'Commands:',
    ...rows,
    '',
    'flexcert <command> --help   flags and examples of one command',
    'flexcert --version          versions of the tool and its suite',
  ].join('\n');
}

/** `flexcert 1.2.3`, read from the package so that it is said in one place. */
export function versionLine(): string {
  return `flexcert ${toolVersion()}`;
}
