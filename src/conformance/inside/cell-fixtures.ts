import { freshDevice } from '../../fixtures/device.ts';
import { freshDirectory } from '../../fixtures/directory.ts';
import { freshImage } from '../../fixtures/image.ts';
import { freshName, type Shelf } from '../../fixtures/shelf.ts';
import type { FixtureMaker } from './volumes.ts';

/** Makes what placeholders ask for, in this cell. */
export function cellFixtures(shelf: Shelf): FixtureMaker {
  const devices: string[] = [];
  return {
    image: async (content) => (await freshImage(shelf, content)).path,
    device: async (content) => {
      const { path, image } = await freshDevice(shelf, content);
      devices.push(path);
      return { device: path, image };
    },
    directory: () => freshDirectory(shelf).path,
    name: () => freshName(),
    devices: () => devices,
  };
}
