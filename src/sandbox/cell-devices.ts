import { minorStride } from './loop-devices.ts';
import { directory, type TarEntry } from './tar.ts';

/** The usual nodes, and no others: what is not here, no mistake of a driver can write to. */
const NODES: readonly [name: string, major: number, minor: number][] = [
  ['null', 1, 3],
  ['zero', 1, 5],
  ['full', 1, 7],
  ['random', 1, 8],
  ['urandom', 1, 9],
  ['tty', 5, 0],
  ['fuse', 10, 229],
];
const LINKS: readonly [name: string, target: string][] = [
  ['fd', '/proc/self/fd'],
  ['stdin', '/proc/self/fd/0'],
  ['stdout', '/proc/self/fd/1'],
  ['stderr', '/proc/self/fd/2'],
  ['ptmx', 'pts/ptmx'],
];
const LOOP_MAJOR = 7;

/** A /dev with nodes of its own, loop devices among them. Takes root to unpack. */
export function deviceNodes(loops: readonly number[]): TarEntry[] {
  const stride = minorStride();
  return [
    ...deviceDirectory(),
    ...NODES.map(
      ([name, major, minor]): TarEntry => ({
        type: 'character',
        path: `dev/${name}`,
        mode: 0o666,
        major,
        minor,
      }),
    ),
    ...loops.map(
      (number): TarEntry => ({
        type: 'block',
        path: `dev/loop${number}`,
        mode: 0o660,
        major: LOOP_MAJOR,
        minor: number * stride,
      }),
    ),
  ];
}

/** A /dev with empty files, over which the host's nodes are bound: an ordinary user makes no nodes. */
export function devicePlaces(): { skeleton: TarEntry[]; names: string[] } {
  const names = NODES.map(([name]) => name);
  const files = names.map((name): TarEntry => ({ type: 'file', path: `dev/${name}`, mode: 0o644 }));
  return { skeleton: [...deviceDirectory(), ...files], names };
}

function deviceDirectory(): TarEntry[] {
  return [
    directory('dev', 0o755),
    directory('dev/pts', 0o755),
    directory('dev/shm', 0o1777),
    ...LINKS.map(([name, target]): TarEntry => ({ type: 'symlink', path: `dev/${name}`, target })),
  ];
}
