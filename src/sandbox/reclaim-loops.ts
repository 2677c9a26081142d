import { type BoundLoop, describeLoop, detachLoops, filesystemsInUse, isBound } from './loop-devices.ts';
import { shellWord } from './shell-words.ts';
import type { Leak } from './types.ts';

/**
 * Detaches the loop devices of a cell that is gone. A number that the host's own programs took meanwhile is
 * left alone: what lies behind it is on a filesystem that somebody has mounted, and nobody has a dead cell's.
 */
export async function reclaimLoops(
  numbers: readonly number[],
): Promise<{ reclaimed: string[]; leaks: Leak[] }> {
  const ours: BoundLoop[] = [];
  for (const number of numbers.filter(isBound)) {
    const loop = await describeLoop(number);
    if (loop !== undefined && !filesystemsInUse().has(loop.imageDevice)) ours.push(loop);
  }
  const stuck = await detachLoops(ours.map(({ number }) => number));
  return {
    reclaimed: ours.filter(({ number }) => !stuck.has(number)).map(({ device }) => device),
    leaks: ours
      .filter(({ number }) => stuck.has(number))
      .map(({ number, device, image }) => ({
        kind: 'loop',
        what: `${device} over ${image}, left by a cell that has ended (${stuck.get(number)})`,
        mend: [`losetup --detach ${shellWord(device)}`],
      })),
  };
}
