import { readdirSync } from 'node:fs';
import { boundImage } from '../../sandbox/loop-devices.ts';
import type { LoopDevice } from '../test-api/node.ts';
import type { Own } from './own.ts';

/** The bound loop devices among those that this cell has: its /dev holds no others', unless it is the host's. */
export function loopDevices(own: Own): readonly LoopDevice[] {
  const found = readdirSync('/dev')
    .flatMap((name) => /^loop(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((number) => {
      const image = boundImage(number);
      if (image === undefined) return [];
      return [{ device: `/dev/loop${number}`, image: image.replace(/ \(deleted\)$/, '') }];
    });
  return own.loops(found);
}
