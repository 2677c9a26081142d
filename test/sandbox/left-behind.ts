import { readdirSync, readFileSync } from 'node:fs';
import { pidsHierarchy } from '../../src/sandbox/cgroup.ts';
import { LOOPS_PER_BLOCK, numbersOf } from '../../src/sandbox/lease.ts';
import { readLedger } from '../../src/sandbox/ledger-file.ts';

/** The same for this process, which may go on: the ledger of a run that made cells stays, and names nothing. */
export function leftHere(): string[] {
  const names = (ledger: string) => readLedger(`/run/flexcert/ledgers/${ledger}`)?.entries.length !== 0;
  return leftBehind(process.pid, []).filter((name) => !name.endsWith('.jsonl') || names(name));
}

/** All that a run of that pid could have left on this machine, and nothing of anyone else. */
export function leftBehind(pid: number, images: readonly string[]): string[] {
  const hierarchy = pidsHierarchy();
  return [
    ...files('/run/flexcert/ledgers').filter((name) => name.replace(/^\./, '').startsWith(`${pid}-`)),
    ...files('/run/flexcert/cells').filter((name) => name.startsWith(`${pid}-`)),
    ...files('/run/flexcert/leases').filter((name) => owner(`/run/flexcert/leases/${name}`) === pid),
    ...(hierarchy === undefined
      ? []
      : files(hierarchy).filter((name) => name.startsWith(`flexcert-${pid}-`))),
    ...files('/sys/block').filter((name) =>
      images.includes(text(`/sys/block/${name}/loop/backing_file`).trim()),
    ),
    ...text('/proc/self/mountinfo')
      .split('\n')
      .filter((line) => line.includes(`/run/flexcert/cells/${pid}-`)),
    ...new Set(
      files('/proc').map(
        (name) => text(`/proc/${name}/cmdline`).match(`flexcert-test-daemon-of-${pid}`)?.[0] ?? '',
      ),
    ),
  ].filter((found) => found !== '');
}

/** Numbers of the loop devices that a run has leased. */
export function leasedLoops(pid: number): number[] {
  return files('/run/flexcert/leases')
    .filter((name) => owner(`/run/flexcert/leases/${name}`) === pid)
    .flatMap((name) => numbersOf(Number(/\d+/.exec(name)?.[0])));
}

/** Who leased the block that a loop device's number is in. */
export function leaseOf(number: number): string | undefined {
  const block = Math.floor((number - (numbersOf(0)[0] ?? 0)) / LOOPS_PER_BLOCK);
  return text(`/run/flexcert/leases/${block}`) || undefined;
}

function owner(lease: string): number | undefined {
  try {
    return (JSON.parse(text(lease)) as { pid: number }).pid;
  } catch {
    return undefined;
  }
}

function files(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
