import { closeSync, openSync } from 'node:fs';
import { holdWhileToolsRun, run } from './tools.ts';
import { shown, Trouble } from './trouble.ts';

/** Longer than making a large filesystem takes; a kubelet would wait for ever. */
const SECONDS = 60;

/**
 * Does the work while no other call does anything to the same image.
 *
 * The lock is the kernel's own, on the image file itself: it needs no file that could be left behind or deleted, two
 * names of one file have one lock, and it ends with its holders whatever kills them. Tools hold it too, so that a call
 * after one that was killed waits for the mkfs that goes on.
 */
export function whileLocked<T>(image: string, work: () => T): T {
  const file = openSync(image, 'r');
  try {
    holdWhileToolsRun(file);
    // Node cannot lock, flock(1) can: what it locks is the open file, which is ours and stays open.
    const waited = run('flock', '-x', '-w', String(SECONDS), '3');
    if (waited.code !== 0)
      throw new Trouble(`image ${shown(image)} is busy: ${waited.complaint} after ${SECONDS} s`);
    return work();
  } finally {
    holdWhileToolsRun(undefined);
    closeSync(file);
  }
}
