import { type BoundLoop, describeLoop, detachLoops, filesystemsInUse, isBound } from './loop-devices.ts';
import { shellWord } from './shell-words.ts';
import type { Leak } from './types.ts';

/** What became of the loop devices of a cell that is gone. */
export interface ReclaimedLoops {
  /** `/dev/loop64`, detached. */
  reclaimed: string[];
  /** Left alone: the image is on a filesystem that somebody has mounted. */
  inUse: string[];
  leaks: Leak[];
}

/**
 * Detaches the loop devices of a cell that is gone. A number that the host's own programs took meanwhile is
 * left alone: what lies behind it is on a filesystem that somebody has mounted, and nobody has a dead cell's.
 */
export async function reclaimLoops(numbers: readonly number[]): Promise<ReclaimedLoops> {
  const inUse: string[] = [];
  const ours: BoundLoop[] = [];
  for (const number of numbers.filter(isBound)) {
    const loop = await describeLoop(number);
    if (loop === undefined) continue;
    if (filesystemsInUse().has(loop.imageDevice)) inUse.push(loop.device);
    else ours.push(loop);
  }
  const stuck = await detachLoops(ours.map(({ number }) => number));
  return {
    inUse,
    reclaimed: ours.filter(({ number }) => !stuck.has(number)).map(({ device }) => device),
    leaks: ours
      .filter(({ number }) => stuck.has(number))
      .map((loop) => leakOf(loop, stuck.get(loop.number) ?? '')),
  };
}

function leakOf({ device, image }: BoundLoop, said: string): Leak {
  return {
    kind: 'loop',
    what: `${device} over ${image}, left by a cell that has ended (${said})`,
    mend: [`losetup --detach ${shellWord(device)}`],
  };
}
