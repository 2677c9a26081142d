import { namedKeys } from './answer/named-keys.ts';

/** Which command an answer is most likely to, by the members that only one command has. */
export function guessCommand(output: Uint8Array): string {
  const keys = (namedKeys(Buffer.from(output.subarray(0, 1 << 20)).toString('utf8')) ?? '').split(' ');
  const told: readonly (readonly [key: string, command: string])[] = [
    ['capabilities', 'init'],
    ['volumename', 'getvolumename'],
    ['attached', 'isattached'],
    ['volumenewsize', 'expandvolume'],
    ['device', 'attach'],
  ];
  return told.find(([key]) => keys.includes(key))?.[1] ?? 'mount';
}
