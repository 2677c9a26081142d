import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { parseMountInfo } from './mount-table.ts';
import { runTool } from './tool.ts';

/** A loop device that is bound to a file. */
export interface BoundLoop {
  number: number;
  /** `/dev/loop7` */
  device: string;
  /** Path of the file as far as this process can see it; ` (deleted)` cut off. */
  image: string;
  /** `major:minor` of the filesystem that holds the file. */
  imageDevice: string;
  /** Inode of the file. */
  imageInode: string;
}

const DETACH_ROUNDS = 150;
const ROUND_PAUSE_MS = 20;
const NO_END = 'losetup --detach does not end';

/** Whether the kernel has that loop device bound. Asks sysfs: no device node is opened. */
export function isBound(number: number): boolean {
  return boundImage(number) !== undefined;
}

/** @returns path of the file behind that loop device, as sysfs tells it, undefined when it is free */
export function boundImage(number: number): string | undefined {
  const directory = `/sys/block/loop${number}/loop`;
  // Of hundreds that the kernel may know most are free, and an error thrown takes ten times as long as this.
  if (!existsSync(directory)) return undefined;
  try {
    return readFileSync(`${directory}/backing_file`, 'utf8').replace(/\n$/, '');
  } catch {
    return undefined;
  }
}

/** @returns numbers of all bound loop devices of this machine */
export function boundNumbers(): number[] {
  return readdirSync('/sys/block')
    .filter((name) => /^loop\d+$/.test(name))
    .map((name) => Number(name.slice('loop'.length)))
    .filter(isBound);
}

/** @returns numbers of the loop devices over that file; an unlinked file counts too */
export function loopsOver(image: string): number[] {
  return boundNumbers().filter((number) => boundImage(number)?.replace(/ \(deleted\)$/, '') === image);
}

/** How many minors one loop device takes: more than one when the module was loaded with max_part. */
export function minorStride(): number {
  try {
    return Number(readFileSync('/sys/block/loop1/dev', 'latin1').split(':')[1]) || 1;
  } catch {
    return 1;
  }
}

/** @returns what losetup knows of that device, undefined when it is free or out of our reach */
export async function describeLoop(number: number): Promise<BoundLoop | undefined> {
  const columns = 'NAME,BACK-FILE,BACK-MAJ:MIN,BACK-INO';
  const run = await withNode(number, (node) =>
    runTool('losetup', ['--list', '--json', '--output', columns, node]),
  );
  if (run.code !== 0 || run.stdout.trim() === '') return undefined;
  const [found] = (JSON.parse(run.stdout) as { loopdevices: Record<string, string | number>[] }).loopdevices;
  if (found === undefined || !found['back-file']) return undefined;
  return {
    number,
    device: `/dev/loop${number}`,
    image: String(found['back-file']).replace(/ \(deleted\)$/, ''),
    imageDevice: String(found['back-maj:min']).trim(),
    imageInode: String(found['back-ino']),
  };
}

/**
 * Detaches loop devices and waits until the kernel has let go of them: a filesystem that was just unmounted,
 * or a program that is looking, keeps one for a moment; an image that lies on another of them keeps that one.
 * @returns why each that is still bound is
 */
export async function detachLoops(numbers: readonly number[]): Promise<Map<number, string>> {
  const said = new Map<number, string>();
  for (let round = 0; round < DETACH_ROUNDS; round++) {
    for (const number of numbers.filter(isBound)) said.set(number, await detachOnce(number));
    const left = numbers.filter(isBound);
    if (left.length === 0) return new Map();
    if (left.every((number) => said.get(number) === NO_END)) break;
    await new Promise((resolve) => setTimeout(resolve, ROUND_PAUSE_MS));
  }
  return new Map(
    numbers
      .filter(isBound)
      .map((number) => [number, said.get(number) || 'the kernel says it is still in use']),
  );
}

async function detachOnce(number: number): Promise<string> {
  const run = await withNode(number, (node) => runTool('losetup', ['--detach', node]));
  return run.late ? NO_END : run.stderr;
}

/** In a container /dev does not follow the kernel: a node that is missing is made for as long as it is needed. */
async function withNode<T>(number: number, use: (node: string) => Promise<T>): Promise<T> {
  const node = `/dev/loop${number}`;
  if (existsSync(node)) return use(node);
  await runTool('mknod', [node, 'b', '7', String(number * minorStride())]);
  try {
    return await use(node);
  } finally {
    rmSync(node, { force: true });
  }
}

/**
 * Filesystems mounted anywhere: in any mount namespace of a process that we can see.
 * @returns their `major:minor`
 */
export function filesystemsInUse(): Set<string> {
  const devices = new Set<string>();
  const seen = new Set<string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const namespace = readlinkSync(`/proc/${pid}/ns/mnt`);
      if (seen.has(namespace)) continue;
      for (const entry of parseMountInfo(readFileSync(`/proc/${pid}/mountinfo`))) devices.add(entry.device);
      seen.add(namespace);
    } catch {
      // The process has ended meanwhile, or is not ours to look at.
    }
  }
  return devices;
}
