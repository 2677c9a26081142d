import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { installShim } from '../../../src/diagnose/recorder/install.ts';
import { readTrace, type Trace } from '../../../src/diagnose/recorder/read-trace.ts';
import { callDriver } from '../../../src/kubelet/call.ts';
import { profileFor } from '../../../src/kubelet/profile.ts';
import type { DriverCall } from '../../../src/kubelet/types.ts';

/** Every shell that the shim has to run under, as the first line of a script names it. */
export const SHELLS = [
  ['dash', '/bin/dash'],
  ['bash', '/bin/bash'],
  ['bash', '/bin/bash --posix'],
  ['busybox', '/usr/bin/busybox sh'],
] as const;

export interface RecordedDriver {
  /** `<plugin directory>/<vendor~driver>`. */
  directory: string;
  /** What a kubelet executes. */
  executable: string;
  /** The driver itself. */
  moved: string;
  trace: string;
  read: () => Trace;
  /** Calls the one or the other as a kubelet does. */
  call: (executable: string, ...argv: string[]) => Promise<DriverCall>;
}

/**
 * A driver with a shim in its place, the shim under a shell of choice.
 * @param name of its executable
 */
export async function recorded<T>(
  script: string | Buffer,
  shell: string | undefined,
  use: (driver: RecordedDriver) => Promise<T>,
  name = 'nas',
): Promise<T> {
  return withDir(
    async ({ path }) => {
      const directory = join(path, `exec/example.com~${name}`);
      const executable = join(directory, name);
      mkdirSync(directory, { recursive: true, mode: 0o755 });
      writeFileSync(executable, script);
      chmodSync(executable, 0o755);
      const { trace, home } = installShim(directory, {
        trace: join(path, 'trace'),
        maxMib: 256,
        force: false,
      });
      if (shell !== undefined) {
        writeFileSync(executable, readFileSync(executable, 'utf8').replace(/^#!.*/, `#!${shell}`));
      }
      const call = (which: string, ...argv: string[]) =>
        callDriver({
          executable: which,
          argv,
          limitMs: 30_000,
          env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
        });
      const result = await use({
        directory,
        executable,
        moved: home.moved,
        trace,
        read: () => readTrace(trace, profileFor('1.32')),
        call,
      });
      await nobodyRuns(executable);
      return result;
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );
}

/** The shim may still be turning its trace over, after the call it was started for. */
export async function nobodyRuns(executable: string): Promise<void> {
  while (processesOf(executable).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Processes that were started as a script at a path. */
export function processesOf(executable: string): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && wordsOf(pid).slice(1, 3).includes(executable))
    .map(Number);
}

function wordsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** What the calls of a trace have written so far. */
export function outputsIn(trace: string): string {
  return readdirSync(trace, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.out'))
    .map((name) => readFileSync(join(trace, name), 'utf8'))
    .join('');
}
