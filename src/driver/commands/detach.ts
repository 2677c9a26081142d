import { existsSync } from 'node:fs';
import { type Answer, success } from '../answer.ts';
import { whileLocked } from '../lock.ts';
import { detachDevice, deviceOf, numberOf } from '../loop.ts';
import { mountTable } from '../mount-table.ts';
import { type Attachment, forget, isUsedByAnother, recall } from '../state.ts';
import { shown, Trouble } from '../trouble.ts';

/**
 * detach SPECNAME NODE. The image stays as it is. What is not attached here is detached: a call that is repeated, one for
 * a volume that another node has, and one after a reboot succeed.
 */
export function detach(volume: string): Answer {
  const attachment = recall(volume);
  if (!attachment) return success();
  if (existsSync(attachment.image)) whileLocked(attachment.image, () => release(attachment));
  else release(attachment);
  return success();
}

function release(attachment: Attachment): void {
  const device = deviceOf(attachment.image);
  if (device && !isUsedByAnother(attachment.image, attachment.volume)) {
    const inUse = mountTable().find((mount) => mount.device === numberOf(device));
    if (inUse) throw new Trouble(`${device} is still mounted on ${shown(inUse.path)}: unmount it first`);
    detachDevice(device);
  }
  forget(attachment.volume);
}
