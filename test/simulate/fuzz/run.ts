import { openCell } from '../../../src/sandbox/cell.ts';
import type { CellEnd } from '../../../src/sandbox/types.ts';
import { type Generated, generate } from './generate.ts';

/** What became of one generated driver. */
interface Played {
  index: number;
  calls: number;
  steps: number;
  /** The kubelet's process would have ended, as it does for some answers. */
  crashed: boolean;
  /** Milliseconds of real time. */
  ms: number;
  /** A defect of ours. */
  error?: string;
}

export interface FuzzFigures {
  drivers: number;
  calls: number;
  kubeletCrashes: number;
  longestMs: number;
  /** Numbers of drivers of this seed, and what went wrong. */
  defects: { driver: number; error: string }[];
  /** What cells could not give back. */
  leaks: string[];
}

const PER_CELL = 50;
/** For fifty drivers; a hang of ours is nothing shorter. */
const WALL_MS = 5 * 60_000;

/**
 * Plays generated drivers against the emulated kubelet, fifty in a cell, two cells at once.
 * @param seed gives the same drivers again; `from` skips those before
 */
export async function fuzz(
  count: number,
  seed: number,
  tell: (figures: FuzzFigures) => void = () => {},
): Promise<FuzzFigures> {
  const all = generate(count, seed);
  const figures: FuzzFigures = {
    drivers: 0,
    calls: 0,
    kubeletCrashes: 0,
    longestMs: 0,
    defects: [],
    leaks: [],
  };
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < all.length) {
      const first = next;
      next += PER_CELL;
      await playInCell(all.slice(first, next), first, figures);
      tell(figures);
    }
  };
  await Promise.all([work(), work()]);
  return figures;
}

async function playInCell(drivers: Generated[], first: number, figures: FuzzFigures): Promise<void> {
  const played: Played[] = [];
  const end = await openCell({
    program: new URL('./play.mjs', import.meta.url),
    input: drivers,
    limits: { wallMs: WALL_MS },
    onMessage: (message) => played.push(message as Played),
  });
  for (const { index, calls, crashed, ms, error } of played) {
    figures.drivers++;
    figures.calls += calls;
    figures.kubeletCrashes += crashed ? 1 : 0;
    figures.longestMs = Math.max(figures.longestMs, ms);
    if (error !== undefined) figures.defects.push({ driver: first + index, error });
  }
  if (played.length < drivers.length)
    figures.defects.push({ driver: first + played.length, error: howItEnded(end) });
  figures.leaks.push(...end.leaks.map(({ what }) => what));
}

function howItEnded({ endedBy, exit, limitsReached, output }: CellEnd): string {
  return JSON.stringify({ endedBy, exit, limitsReached, output });
}
