import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type Answer, success } from '../answer.ts';
import { whileLocked } from '../lock.ts';
import { backingFile } from '../loop.ts';
import { unmountAll } from '../mount.ts';
import { mountedAt } from '../mount-table.ts';
import { isUsedByAnother, recall, remember } from '../state.ts';

/** unmount DIRECTORY. All that is known is where: what is mounted there tells the rest. */
export function unmount(path: string): Answer {
  const image = imageAt(path);
  if (image && existsSync(image)) whileLocked(image, () => unmountAll(path));
  else unmountAll(path);
  return success();
}

/** unmountdevice DIRECTORY, whose last part is the spec name. */
export function unmountdevice(path: string): Answer {
  const image = imageAt(path);
  const volume = basename(path);
  // The state may have been deleted since attach: this is the last call that can tell which image detach is about.
  if (image && !recall(volume) && !isUsedByAnother(image, volume)) remember({ volume, image });
  return unmount(path);
}

function imageAt(path: string): string | undefined {
  const mounted = mountedAt(path);
  return mounted && backingFile(mounted.device);
}
