import { type Answer, success } from '../answer.ts';
import { ensureImage, imageOf } from '../image.ts';
import { whileLocked } from '../lock.ts';
import { attachDevice, deviceOf, isGoing } from '../loop.ts';
import { parseOptions, volumeName } from '../options.ts';
import { forget, recall, remember } from '../state.ts';
import { shown, Trouble } from '../trouble.ts';

/** attach OPTIONS NODE. The node is always this one: a loop device is nowhere else. */
export function attach(json: string): Answer {
  const options = parseOptions(json);
  const volume = volumeName(options);
  const image = ensureImage(options);
  return success({ device: whileLocked(image, () => attached(volume, image)) });
}

/**
 * waitforattach DEVICE OPTIONS. Names the volume's device whatever the kubelet remembers: after its restart that may be
 * nothing, after the node's it may be another volume's. Attaches when that is still to be done: where the
 * controller-manager calls attach, it did so on another machine.
 */
export function waitforattach(_device: string, json: string): Answer {
  return attach(json);
}

/** isattached OPTIONS NODE. Changes nothing: the controller-manager asks each minute. */
export function isattached(json: string): Answer {
  const device = deviceOf(imageOf(parseOptions(json)));
  return success({ attached: device !== undefined && !isGoing(device) });
}

/** @returns the image's device, which is made when there is none. The caller holds the image's lock. */
function attached(volume: string, image: string): string {
  const before = recall(volume);
  if (before && before.image !== image && deviceOf(before.image)) {
    throw new Trouble(`this volume is attached with image ${shown(before.image)}: detach it first`);
  }
  // Written down first: a call that is killed after losetup must leave something for detach to go by.
  if (before?.image !== image) remember({ volume, image });
  try {
    return usable(deviceOf(image)) ?? attachDevice(image);
  } catch (error) {
    if (!before) forget(volume);
    throw error;
  }
}

function usable(device: string | undefined): string | undefined {
  if (device && isGoing(device)) {
    throw new Trouble(
      `the image is in use through ${device}, which goes with its last user: unmount it and call again`,
    );
  }
  return device;
}
