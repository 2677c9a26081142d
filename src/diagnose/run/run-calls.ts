import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { HarnessError } from '../../errors.ts';
import type { Profile } from '../../kubelet/profile.ts';
import type { DriverCall } from '../../kubelet/types.ts';
import { openCell } from '../../sandbox/cell.ts';
import type { Isolation } from '../../sandbox/types.ts';
import type { CallMessage, CallsInput, CallToMake } from './call-message.ts';
import { makeCall } from './make-call.ts';

/** A call as it went, without what a kubelet concludes from it. */
export type MadeCall = Omit<DriverCall, 'conclusion'>;

export interface RunOptions {
  profile: Profile;
  isolation: Isolation;
  /** Milliseconds for each call. */
  limitMs: number;
  /** `<vendor~driver>` directories of the host that the calls need in the cell's plugin directory. */
  drivers?: readonly string[];
  signal?: AbortSignal;
}

/**
 * Makes calls one after the other: in a cell, so that nothing of what they do stays, or on the host.
 *
 * @returns as many as were made: fewer than asked for when the cell ended early
 * @throws HarnessError when no cell can be made here
 */
export async function runCalls(calls: readonly CallToMake[], options: RunOptions): Promise<MadeCall[]> {
  if (options.isolation === 'none') return runHere(calls, options);
  const copies = await copyDrivers(options.drivers ?? []);
  const made: MadeCall[] = [];
  const input: CallsInput = {
    calls,
    release: options.profile.release,
    limitMs: options.limitMs,
    drivers: copies.drivers,
  };
  try {
    const end = await openCell({
      program: new URL('./calls-program.ts', import.meta.url),
      input,
      visible: copies.visible,
      limits: { wallMs: (options.limitMs + 15_000) * Math.max(1, calls.length) },
      onMessage: (message) => made.push(readCall(message as CallMessage)),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (made.length === 0 && calls.length > 0) {
      throw new HarnessError(`the cell ended before a call was made: ${end.output.trim() || end.endedBy}`);
    }
    return made;
  } finally {
    await copies.remove();
  }
}

async function runHere(calls: readonly CallToMake[], options: RunOptions): Promise<MadeCall[]> {
  const made: MadeCall[] = [];
  for (const call of calls) made.push(await makeCall(call, { ...options, pluginDirectory: process.cwd() }));
  return made;
}

function readCall({ call }: CallMessage): MadeCall {
  return { ...call, output: Buffer.from(call.output, 'base64') };
}

/** The cell's plugin directory hides the host's, so what lies there is copied to where the cell sees it. */
async function copyDrivers(
  directories: readonly string[],
): Promise<{ drivers: CallsInput['drivers']; visible: string[]; remove(): Promise<void> }> {
  if (directories.length === 0) return { drivers: [], visible: [], remove: async () => {} };
  const { path, cleanup } = await dir({ prefix: 'flexcert-drivers-', unsafeCleanup: true });
  const drivers = directories.map((directory) => {
    const name = directory.slice(directory.lastIndexOf('/') + 1);
    return { from: join(path, name), name, directory };
  });
  for (const { from, directory } of drivers)
    await cp(directory, from, { recursive: true, verbatimSymlinks: true });
  return { drivers: drivers.map(({ from, name }) => ({ from, name })), visible: [path], remove: cleanup };
}
