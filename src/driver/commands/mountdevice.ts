import { type Answer, success } from '../answer.ts';
import { prepare } from '../filesystem.ts';
import { imageOf } from '../image.ts';
import { whileLocked } from '../lock.ts';
import { deviceOf, numberOf } from '../loop.ts';
import { makeWritable, mountFilesystem } from '../mount.ts';
import { mountedAt } from '../mount-table.ts';
import { fsTypeOption, isReadOnly, parseOptions, volumeName } from '../options.ts';
import { recall, remember } from '../state.ts';
import { shown, Trouble } from '../trouble.ts';

/** mountdevice DIRECTORY DEVICE OPTIONS. Formats only what is blank; mounts last, so that a failure leaves no mount. */
export function mountdevice(path: string, device: string, json: string): Answer {
  const options = parseOptions(json);
  const wanted = { fsType: fsTypeOption(options), readOnly: isReadOnly(options) };
  const attachment = { volume: volumeName(options), image: imageOf(options) };
  whileLocked(attachment.image, () => {
    checkDevice(device, attachment.image);
    const mounted = mountedAt(path);
    if (mounted && mounted.device !== numberOf(device)) {
      throw new Trouble(`something else is mounted on ${shown(path)}: unmount it first`);
    }
    const known = recall(attachment.volume);
    // The state may have been deleted since attach: detach will need it.
    if (known?.image !== attachment.image) remember(attachment);
    if (!mounted)
      mountFilesystem(device, prepare(device, { ...known, ...attachment }, wanted), path, wanted.readOnly);
    else if (!wanted.readOnly) makeWritable(mounted);
  });
  return success();
}

function checkDevice(device: string, image: string): void {
  const own = deviceOf(image);
  if (!own) throw new Trouble(`image ${shown(image)} is not attached on this node: attach it first`);
  if (device !== own)
    throw new Trouble(`${shown(device)} is not the device of ${shown(image)}, which is ${own}`);
}
