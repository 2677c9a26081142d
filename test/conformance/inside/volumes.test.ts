import { expect, test } from 'vitest';
import { settle } from '../../../src/conformance/config/settings.ts';
import { namesFor } from '../../../src/conformance/inside/names.ts';
import { type Content, volumeFactory } from '../../../src/conformance/inside/volumes.ts';
import type { VolumeOverrides } from '../../../src/conformance/test-api/volume.ts';

/** What the image of a volume is made with. */
async function imageFor(fsType: string, overrides: VolumeOverrides): Promise<Content | undefined> {
  let made: Content | undefined;
  const make = volumeFactory({
    driver: 'flexcert.test/driver',
    needs: ['image'],
    settings: settle({ volumes: [{ fsType, options: { image: '{{image}}' } }] }, '1.32'),
    names: namesFor('a test'),
    fixtures: {
      image: async (content) => {
        made = content;
        return '/image';
      },
      device: () => Promise.reject(new Error('not asked for')),
      directory: () => '/directory',
      name: () => 'name',
      devices: () => [],
    },
  });
  await make(overrides);
  return made;
}

test.each<[string, VolumeOverrides, Content]>([
  ['ext4', {}, { sizeMiB: 64, filesystem: 'none' }],
  ['ext4', { sizeMiB: 8 }, { sizeMiB: 8, filesystem: 'none' }],
  ['xfs', { sizeMiB: 32 }, { sizeMiB: 300, filesystem: 'none' }],
  ['ext4', { fsType: 'xfs' }, { sizeMiB: 300, filesystem: 'none' }],
  ['ext4', { filesystem: 'xfs', sizeMiB: 32 }, { sizeMiB: 300, filesystem: 'xfs' }],
  ['xfs', { sizeMiB: 400 }, { sizeMiB: 400, filesystem: 'none' }],
])('an image for %s with %o is big enough for mkfs', async (fsType, overrides, expected) => {
  expect(await imageFor(fsType, overrides)).toEqual(expected);
});
