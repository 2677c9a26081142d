import { basename } from 'node:path';
import { UsageError } from '../errors.ts';
import { driversOf } from './install-scripted.ts';
import type { KubernetesObject } from './objects.ts';

/**
 * The name under which an executable is installed: the one that the manifests use.
 * @param path of the executable
 * @throws UsageError when the manifests leave it open
 */
export function chooseDriverName(path: string, objects: readonly KubernetesObject[]): string {
  const names = driversOf(objects);
  const [only] = names;
  if (only === undefined) {
    throw new UsageError(
      'the manifests name no FlexVolume driver, so there is nothing to play: a volume with flexVolume.driver is missing',
    );
  }
  if (names.length === 1) return only;
  const alike = names.filter((name) => basename(name) === basename(path));
  if (alike.length === 1) return alike[0] as string;
  throw new UsageError(
    `the manifests name several drivers (${names.join(', ')}): say which one ${path} is with --name`,
  );
}
