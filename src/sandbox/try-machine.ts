import { openCell } from './cell.ts';
import { pidsHierarchy } from './cgroup.ts';

/** What this machine did when it was tried; each text says why it did not. */
export interface Trial {
  /** Absent when a cell can be made. */
  noCell?: string;
  /** Absent when a filesystem can be mounted in a cell. */
  noMount?: string;
  /** Absent when a loop device can be bound in a cell. */
  noLoop?: string;
  /** Whether the number of processes in a cell is bounded. */
  boundsProcesses: boolean;
}

const LIMIT_MS = 30_000;
let tried: Promise<Trial> | undefined;

/** Tries it, once: a machine that shows loop devices or namespaces may still refuse them, as containers do. */
export function tryMachine(): Promise<Trial> {
  tried ??= tryIt();
  return tried;
}

async function tryIt(): Promise<Trial> {
  // What an ordinary user may run at once is bounded by a limit of the user's own.
  const boundsProcesses = process.getuid?.() !== 0 || pidsHierarchy() !== undefined;
  let found: { mount: string | null; loop: string | null } | undefined;
  try {
    const end = await openCell({
      program: new URL('./trial-program.ts', import.meta.url),
      input: null,
      limits: { wallMs: LIMIT_MS },
      onMessage: (message) => {
        found = message as typeof found;
      },
    });
    found ??= { mount: end.output.trim(), loop: end.output.trim() };
  } catch (error) {
    const why = (error as Error).message.split('\n', 1)[0] ?? '';
    return { noCell: why, noMount: why, noLoop: why, boundsProcesses };
  }
  return {
    boundsProcesses,
    ...(found.mount === null ? {} : { noMount: found.mount }),
    ...(found.loop === null ? {} : { noLoop: found.loop }),
  };
}
