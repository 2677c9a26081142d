import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { FlexcertRecord } from '../../src/record/schema.ts';

export const path = (relative: string): string =>
  fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** The command line as users have it: compiled. */
export const CLI = path('dist/src/cli/main.js');
/** A driver that does everything right, and takes loop devices, mounts and files to do it. */
const DRIVER = [
  path('fixtures/drivers/healthy/flexcert.test~sh-loop'),
  '--config',
  path('fixtures/drivers/healthy/sh-loop.yaml'),
];

/** The arguments of a run whose reports and temporary files go to `directory`. */
export function runArguments(directory: string, flags: readonly string[]): string[] {
  return [CLI, 'run', ...DRIVER, '--output', `${directory}/out`, '--reporter', 'json', ...flags];
}

/** Runs the whole of it. @param directory also where it makes temporary files */
export async function run(directory: string, flags: readonly string[]): Promise<FlexcertRecord> {
  const { stdout } = await execa(process.execPath, runArguments(directory, [...flags, '--json']), {
    env: { TMPDIR: directory },
    reject: false,
    stdin: 'ignore',
    stderr: 'ignore',
    maxBuffer: 1 << 30,
  });
  return JSON.parse(stdout) as FlexcertRecord;
}
