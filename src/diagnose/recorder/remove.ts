import { lstatSync, renameSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../../errors.ts';
import { quote } from '../../sandbox/shell-quote.ts';
import { readHead, readInterpreterLine } from '../machine/script-head.ts';
import { type Home, homeOf, isShim, readNote } from './home.ts';
import { linkOrCopy } from './keep.ts';
import { returnNeighbours } from './neighbours.ts';
import { usersOf } from './onlookers.ts';

export interface Removed {
  home: Home;
  trace: string | undefined;
  /** The driver had been replaced meanwhile: the newer one stays. */
  replaced: boolean;
  /** Calls that still run from the dot directory, which stays until they are gone. */
  running: number[];
  /** Files that the driver wrote beside itself and that are in its directory as well. */
  left: string[];
}

/** How long an interpreter may take from its start until it has opened its script. */
const START_MS = 2000;
const POLL_MS = 20;

/**
 * Puts the driver back exactly as it was, by rename, while it may be called: a call finds the shim or the
 * driver, never nothing, and no interpreter is handed the text of another.
 *
 * @param waitMs how long to wait for calls that still run
 * @throws UsageError when nothing is recorded there
 */
export async function removeShim(given: string, waitMs: number): Promise<Removed> {
  const home = homeOf(given);
  const shim = isShim(home.executable);
  if (lstatSync(home.home, { throwIfNoEntry: false }) === undefined) {
    throw new UsageError(
      `${home.directory} is not recorded: there is no ${home.home}. See: flexcert record install --help`,
    );
  }
  const { trace } = readNote(home) ?? {};
  if (shim) await putBack(home);
  const running = await waitForCalls(home, waitMs);
  if (running.length > 0) return { home, trace, replaced: !shim, running, left: [] };
  const left = returnNeighbours(home);
  for (const path of [home.moved, home.original, home.note, join(home.home, '.shim')]) remove(path);
  if (left.length === 0) rmdirSync(home.home);
  return { home, trace, replaced: !shim, running: [], left };
}

async function putBack(home: Home): Promise<void> {
  if (!isReadByShells(home.moved)) await divert(home);
  const temporary = join(home.directory, `.${home.name}.flexcert`);
  remove(temporary);
  linkOrCopy(home.original, temporary);
  renameSync(temporary, home.executable);
}

/**
 * A shell that was started for the shim opens the path a moment later, and would find a program that is no
 * shell script. So for that moment a file stands there that the kernel runs without its being opened again
 * (the interpreter is given another script), and that is a shell script for those who do open it.
 */
async function divert(home: Home): Promise<void> {
  const script = join(home.home, '.shim');
  const firstLine = `#!/bin/sh ${script}`;
  // Longer lines were cut by kernels before 5.1; then the moment has to be risked.
  if (firstLine.length > 120 || /\s/.test(script)) return;
  const driver = quote(home.name);
  writeFileSync(script, `#!/bin/sh\nfx_home=\${0%/*}\nshift\nexec "$fx_home/"${driver} "$@"\n`, {
    mode: 0o755,
  });
  const temporary = join(home.directory, `.${home.name}.flexcert`);
  remove(temporary);
  writeFileSync(temporary, `${firstLine}\nexec "\${0%/*}/.flexcert/"${driver} "$@"\n`, {
    mode: lstatSync(home.executable).mode & 0o777,
  });
  renameSync(temporary, home.executable);
  const deadline = Date.now() + START_MS;
  while (usersOf(home.executable, home.home).starting.length > 0 && Date.now() < deadline)
    await sleep(POLL_MS);
}

function isReadByShells(path: string): boolean {
  const line = readInterpreterLine(readHead(path, 256));
  return line !== undefined && /\/(?:ba|da|k|a)?sh$/.test(line.interpreter);
}

async function waitForCalls(home: Home, waitMs: number): Promise<number[]> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const { recorded } = usersOf(home.executable, home.home);
    if (recorded.length === 0 || Date.now() >= deadline) return recorded;
    await sleep(POLL_MS);
  }
}

function remove(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) unlinkSync(path);
}
