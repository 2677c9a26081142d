import type { ByHandInput } from './messages.ts';
import type { Way } from './way.ts';

/** Commands that a kubelet keeps to drivers with capability attach. */
const OF_ATTACHABLE = [
  'attach',
  'waitforattach',
  'isattached',
  'mountdevice',
  'unmountdevice',
  'detach',
  'expandvolume',
];

/** What a person may stumble over. */
export function notesOn(input: ByHandInput, way: Way, argv: readonly string[]): string[] {
  if (input.args !== undefined) return [];
  const notes: string[] = [];
  const needsDevice = ['waitforattach', 'mountdevice', 'expandfs'].includes(input.command);
  if (needsDevice && !input.prepare && input.device === undefined && argv.includes('')) {
    notes.push(
      'the device is "" because nothing was attached: --prepare makes the calls before this one, --device names one',
    );
  }
  if (!way.attachable && OF_ATTACHABLE.includes(input.command)) {
    notes.push(`a kubelet never calls ${input.command} of a driver with capability attach: false`);
  }
  return notes;
}
