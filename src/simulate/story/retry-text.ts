import { clock, span } from './ink.ts';

const AGAIN: Readonly<Record<string, string>> = {
  volume_attach: 'attach is tried again',
  volume_detach: 'detach is tried again (getvolumename meanwhile at every tick)',
  volume_mount: 'the mount is tried again from waitforattach on',
  volume_unmount: 'unmount is tried again',
  unmount_device: 'unmountdevice is tried again',
  verify_controller_attached_volume: "the node's list of attached volumes is looked at again",
};

/** What the kubelet does next about an operation that failed, and when. */
export function retry(operation: string, waitMs: number, until: number): string {
  return `${AGAIN[operation] ?? `${operation} is tried again`}, not before ${clock(until).trim()} (${span(waitMs)})`;
}
