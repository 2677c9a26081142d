import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { HarnessError, UsageError } from '../../errors.ts';
import { executableFindings } from '../machine/executable-findings.ts';
import { SERVICE_PATH } from '../machine/find-tool.ts';
import { readInterpreterLine } from '../machine/script-head.ts';
import { type Home, homeOf, isShim, type Note } from './home.ts';
import { keep } from './keep.ts';
import { linkNeighbours } from './neighbours.ts';
import { shellLess } from './onlookers.ts';
import { CALLS_IN_PART, KEPT_ARGUMENT, KEPT_OUTPUT, shimScript } from './shim-script.ts';
import { prepareTrace } from './trace-directory.ts';

export interface InstallOptions {
  /** Directory for traces; each driver has its own below it. */
  trace: string;
  /** MiB that the trace may hold. */
  maxMib: number;
  /** Install although a program that calls the driver sees no shell. */
  force: boolean;
}

export interface Installed {
  home: Home;
  trace: string;
  /** It was recorded already: only the links to its neighbours were made anew. */
  again: boolean;
}

/** A part of the trace is only dropped whole, so this much may come on top of what was asked for. */
const LARGEST_PART_MIB = Math.ceil((CALLS_IN_PART * 2 * (KEPT_ARGUMENT + 2 * KEPT_OUTPUT)) / 1024 / 1024);

/**
 * Puts the shim in a driver's place, by one rename: a call finds the one or the other, never nothing.
 *
 * @throws UsageError when the driver could not be recorded without harm, with the reason
 */
export function installShim(given: string, options: InstallOptions): Installed {
  const home = homeOf(given);
  const trace = join(resolve(options.trace), home.vendorDriver);
  if (isShim(home.executable)) {
    linkNeighbours(home);
    return { home, trace, again: true };
  }
  check(home, trace, options);
  prepareTrace(trace);
  try {
    mkdirSync(home.home, { mode: 0o755 });
    keep(home);
    linkNeighbours(home);
    const note: Note = { trace, installedAt: new Date().toISOString() };
    writeFileSync(home.note, `${JSON.stringify(note)}\n`);
    placeShim(home, trace, options.maxMib);
  } catch (error) {
    // Nothing has been replaced yet: the rename is the last step, and either happens or not.
    discard(home.home);
    throw new HarnessError(
      `cannot put the shim beside ${home.executable}: ${(error as Error).message}. Nothing was changed`,
    );
  }
  return { home, trace, again: false };
}

/** Written under a name that the kubelet's watch ignores, then renamed over the driver. */
function placeShim(home: Home, trace: string, maxMib: number): void {
  const stats = statSync(home.executable);
  const temporary = join(home.directory, `.${home.name}.flexcert`);
  const script = shimScript({
    name: home.name,
    trace,
    maxKib: Math.max(1, maxMib - LARGEST_PART_MIB) * 1024,
    scrub: !isShellScript(home.executable),
  });
  writeFileSync(temporary, script, { mode: 0o600 });
  chownSync(temporary, stats.uid, stats.gid);
  // A script is read by its interpreter: whoever may execute it must be able to read it.
  chmodSync(temporary, (stats.mode & 0o777) | ((stats.mode & 0o111) << 2));
  renameSync(temporary, home.executable);
}

/** Nothing but links and files of ours is in it, and nothing below it. */
function discard(directory: string): void {
  if (lstatSync(directory, { throwIfNoEntry: false }) === undefined) return;
  for (const name of readdirSync(directory)) unlinkSync(join(directory, name));
  rmdirSync(directory);
}

function check(home: Home, trace: string, options: InstallOptions): void {
  const refused = executableFindings(home.executable, SERVICE_PATH).find(
    ({ fact }) => fact !== 'not-executable-by-all',
  );
  if (refused !== undefined) {
    throw new UsageError(
      `${home.executable} cannot be executed (${refused.fact}), so there is nothing to record. See: flexcert doctor ${dirname(home.directory)}`,
    );
  }
  if (lstatSync(home.home, { throwIfNoEntry: false }) !== undefined) {
    throw new UsageError(
      `${home.home} is left from an earlier recording, and ${home.executable} is no shim. Run first: flexcert record remove ${home.directory}`,
    );
  }
  if (`${trace}${sep}`.startsWith(`${dirname(home.directory)}${sep}`)) {
    throw new UsageError(
      'the trace must not lie in the plugin directory: each write there makes the kubelet probe its drivers again. Name another place with --trace',
    );
  }
  if (options.maxMib < 2 * LARGEST_PART_MIB) {
    throw new UsageError(
      `--max-mib must be at least ${2 * LARGEST_PART_MIB}: the trace is dropped in parts of up to ${LARGEST_PART_MIB} MiB`,
    );
  }
  if (/['\n\\]/.test(trace))
    throw new UsageError('the path of the trace must be without quotes, backslashes and line breaks');
  const without = options.force ? [] : shellLess(home.executable);
  if (without.length > 0) {
    throw new UsageError(
      `${without.join(' and ')} sees this driver and has no /bin/sh, which the shim needs: calls from there would fail. Record where it is not seen, or insist with --force`,
    );
  }
}

function isShellScript(path: string): boolean {
  const line = readInterpreterLine(readFileSync(path).subarray(0, 256));
  const words = `${line?.interpreter ?? ''} ${line?.argument ?? ''}`.split(/\s+/);
  return words.slice(0, 2).some((word) => /^(?:ba|da|k|z|a)?sh$/.test(basename(word)));
}
