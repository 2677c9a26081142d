import { createHash } from 'node:crypto';

/** The same order for the same seed, whatever the platform: each item is placed by a hash of seed and key. */
export function shuffle<T>(items: readonly T[], seed: string, key: (item: T) => string): T[] {
  const place = (item: T) =>
    createHash('sha256')
      .update(`${seed}\0${key(item)}`)
      .digest('hex');
  return items
    .map((item) => [place(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}
