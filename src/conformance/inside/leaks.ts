import type { Leak } from '../../record/schema.ts';
import type { Snapshot } from '../test-api/node.ts';

type Left = Omit<Leak, 'requirement'>;

/**
 * What a driver left behind.
 *
 * @param own loop devices that the fixtures made and will give back themselves
 */
export function leaksBetween(before: Snapshot, after: Snapshot, own: readonly string[]): Left[] {
  const mounts = surplus(
    before.mounts,
    after.mounts,
    ({ mountPoint, fsType }) => `${fsType} on ${mountPoint}`,
  );
  const loops = surplus(
    before.loops,
    after.loops.filter(({ device }) => !own.includes(device)),
    ({ device, image }) => `${device} over ${image}`,
  );
  const processes = surplus(
    before.processes,
    after.processes,
    ({ pid, argv, state }) => `${argv.join(' ') || '?'} (process ${pid}${state === 'Z' ? ', a zombie' : ''})`,
  );
  const files = surplus(before.files, after.files, String);
  return [
    ...mounts.map((what): Left => ({ kind: 'mount', what })),
    ...loops.map((what): Left => ({ kind: 'loop', what })),
    ...processes.map((what): Left => ({ kind: 'process', what })),
    ...files.map((what): Left => ({ kind: 'file', what })),
  ];
}

function surplus<T>(before: readonly T[], after: readonly T[], name: (one: T) => string): string[] {
  const known = before.map(name);
  return after.map(name).filter((one) => {
    const at = known.indexOf(one);
    if (at !== -1) known.splice(at, 1);
    return at === -1;
  });
}
