/** What a requirement is about: the first part of its id, in the order in which results are told. */
export const AREAS = [
  'discovery',
  'protocol',
  'init',
  'getvolumename',
  'attach',
  'waitforattach',
  'isattached',
  'mountdevice',
  'mount',
  'unmount',
  'unmountdevice',
  'detach',
  'expandvolume',
  'expandfs',
  'lifecycle',
  'recovery',
  'concurrency',
  'security',
  'cleanup',
] as const;

/** The area of an id: `mount` of `mount/is-idempotent`. A vendor's own areas are welcome, hence a string. */
export function areaOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** Sorts ours in their order and a vendor's own behind them. */
export function areaRank(area: string): number {
  const rank = (AREAS as readonly string[]).indexOf(area);
  return rank === -1 ? AREAS.length : rank;
}
