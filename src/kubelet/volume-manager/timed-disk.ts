import type { Disk } from '../plugin-host.ts';
import type { VirtualClock } from './clock.ts';
import { virtualDuration } from './virtual-duration.ts';

/** A disk whose slow operations stop virtual time while they are done, and let it pass afterwards. */
export function timedDisk(disk: Disk, clock: VirtualClock): Disk {
  const timed =
    <Args extends unknown[]>(act: (...args: Args) => Promise<void> | void) =>
    async (...args: Args): Promise<void> => {
      const began = performance.now();
      try {
        await clock.work(async () => act(...args));
      } finally {
        await clock.sleep(virtualDuration(performance.now() - began));
      }
    };
  return {
    ...disk,
    formatAndMount: timed(disk.formatAndMount),
    mount: timed(disk.mount),
    bindMount: timed(disk.bindMount),
    cleanMountPoint: timed(disk.cleanMountPoint),
    resizeFilesystem: timed(disk.resizeFilesystem),
    setOwnership: timed(disk.setOwnership),
  };
}
