import type { Profile } from '../profile.ts';
import type { DriverStatus } from '../types.ts';

/**
 * A status as Go marshals it: empty fields left out, capabilities under `Capabilities`, the size as a
 * number with all its digits. As text, because JSON of our own would round an int64.
 */
export function marshalStatus(status: DriverStatus, profile: Profile): string {
  const { message, device, volumeName, attached, capabilities, volumeNewSize } = status;
  const known = profile.capabilityFields.map((name) => [name, capabilities?.[name]]);
  const members = [
    `"status":${JSON.stringify(status.status)}`,
    ...(message === '' ? [] : [`"message":${JSON.stringify(message)}`]),
    ...(device === '' ? [] : [`"device":${JSON.stringify(device)}`]),
    ...(volumeName === '' ? [] : [`"volumeName":${JSON.stringify(volumeName)}`]),
    ...(attached ? ['"attached":true'] : []),
    ...(capabilities === null || known.length === 0
      ? []
      : [`"Capabilities":${JSON.stringify(Object.fromEntries(known))}`]),
    ...(volumeNewSize === 0n ? [] : [`"volumeNewSize":${volumeNewSize}`]),
  ];
  return `{${members.join(',')}}`;
}
