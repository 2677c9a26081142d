import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  fsTypeOption,
  imageOption,
  isReadOnly,
  parseOptions,
  sizeOption,
  volumeName,
} from '../../src/driver/options.ts';
import { run } from '../../src/driver/tools.ts';
import { Trouble } from '../../src/driver/trouble.ts';

const READERS = [fsTypeOption, imageOption, isReadOnly, sizeOption, volumeName];
const KEYS = [
  'image',
  'size',
  'kubernetes.io/fsType',
  'kubernetes.io/readwrite',
  'kubernetes.io/pvOrVolumeName',
  '__proto__',
];

/** Anything but an answer has to be Trouble, told on one line of readable length. */
function answersOrTrouble(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    expect(error.message).toMatch(/^[^\r\n]{10,600}$/);
  }
}

it('reads any text and any value as options or tells the trouble', () => {
  const values = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue());
  const options = fc.dictionary(fc.constantFrom(...KEYS), values).map((entries) => JSON.stringify(entries));
  fc.assert(
    fc.property(fc.oneof(options, fc.string(), fc.json()), (json) => {
      for (const read of READERS) answersOrTrouble(() => read(parseOptions(json)));
    }),
  );
});

it('names the volume by its spec name, or by the image where a kubelet tells none', () => {
  expect(volumeName({ 'kubernetes.io/pvOrVolumeName': 'vol', image: '/a' })).toBe('vol');
  expect(volumeName({ image: '/srv/a.img' })).toBe('~srv~a.img');
});

it('names the package of a tool that is missing', () => {
  expect(() => run('mkfs.btrfs-of-no-node')).toThrow(/mkfs.btrfs-of-no-node was not found: install/);
});
