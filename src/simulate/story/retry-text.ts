import { clock, span } from './ink.ts';

const AGAIN: Readonly<Record<string, string>> = {
  volume_attach: 'attach is tried again',
  volume_detach: 'detach is tried again (getvolumename meanwhile at every tick)',
  volume_mount: 'the mount is tried again from waitforattach on',
  volume_unmount: 'unmount is tried again',
  unmount_device: 'unmountdevice is tried again',
  verify_controller_attached_volume: "the node's list of attached volumes is looked at again",
};

/** Of a driver without attach: nothing comes before its mount. */
const AGAIN_WITHOUT_ATTACH: typeof AGAIN = { volume_mount: 'the mount is tried again' };

/** An operation that failed, and when it is tried again at the earliest, in milliseconds of virtual time. */
export interface Retry {
  operation: string;
  waitMs: number;
  until: number;
}

/** What the kubelet does next about an operation that failed, and when. */
export function retry({ operation, waitMs, until }: Retry, attaches: boolean): string {
  const again = (attaches ? undefined : AGAIN_WITHOUT_ATTACH[operation]) ?? AGAIN[operation];
  return `${again ?? `${operation} is tried again`}, not before ${clock(until).trim()} (${span(waitMs)})`;
}
