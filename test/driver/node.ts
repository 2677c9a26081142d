import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type MountEntry, parseMountInfo } from '../../src/sandbox/mount-table.ts';

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/**
 * A node to try drivers on: a private mount namespace that lives as long as the test, with a /run of its own, and a
 * directory for images and for the kubelet's root.
 */
export interface TestNode {
  readonly dir: string;
  /** Runs a program on the node. */
  run(...argv: string[]): Promise<Ended>;
  /** The same without waiting, to be killed: the program takes the place of nsenter, and has a group of its own. */
  start(...argv: string[]): ChildProcess;
  /** Where this process finds a path of the node's, mounts included. */
  path(path: string): string;
  /** Mounts on exactly that directory, the lowest first. */
  mountsAt(path: string): MountEntry[];
  /** Mounts below the node's directory. */
  mounts(): MountEntry[];
  /** Makes a blank sparse image. @returns its path */
  image(name: string, mib: number): string;
  /** Loop devices over that file. */
  loopsOf(image: string): string[];
  /** Mounts and loop devices are gone; files stay, those in /run too: not every node has it in memory. */
  reboot(): Promise<void>;
  close(): Promise<void>;
}

const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

export async function openNode(): Promise<TestNode> {
  const dir = mkdtempSync(join(tmpdir(), 'flexcert-driver-'));
  const holder = await holdNamespace();
  const inside = (argv: readonly string[]) => [`--mount=/proc/${holder.pid}/ns/mnt`, '--', ...argv];
  const node: TestNode = {
    dir,
    async run(...argv) {
      const options = {
        env,
        extendEnv: false,
        cwd: '/',
        reject: false,
        stdin: 'ignore',
        stripFinalNewline: false,
      } as const;
      const ended = await execa('nsenter', inside(argv), options);
      return { code: ended.exitCode ?? null, out: ended.stdout, err: ended.stderr };
    },
    start: (...argv) => spawn('nsenter', inside(argv), { env, cwd: '/', stdio: 'ignore', detached: true }),
    path: (path) => `/proc/${holder.pid}/root${path}`,
    mountsAt: (path) => node.mounts().filter((mount) => mount.mountPoint === path),
    mounts() {
      const table = parseMountInfo(readFileSync(`/proc/${holder.pid}/mountinfo`));
      return table.filter((mount) => mount.mountPoint.startsWith(dir));
    },
    image(name, mib) {
      writeFileSync(join(dir, name), '');
      truncateSync(join(dir, name), mib * 1024 ** 2);
      return join(dir, name);
    },
    loopsOf: (image) => losetup('--noheadings', '--raw', '--output', 'NAME', '--associated', image),
    async reboot() {
      for (const mount of node.mounts().reverse()) await node.run('umount', '--', mount.mountPoint);
      detachBelow(dir);
    },
    async close() {
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      detachBelow(dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return node;
}

/** A process in a namespace of its own, which ends with the process and takes the mounts with it. */
async function holdNamespace(): Promise<ChildProcess> {
  const script = 'mount -t tmpfs none /run && echo ready && exec sleep infinity';
  const holder = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout as NodeJS.ReadableStream, 'data');
  return holder;
}

function detachBelow(dir: string): void {
  for (const line of losetup('--noheadings', '--raw', '--output', 'NAME,BACK-FILE')) {
    const [device = '', file = ''] = line.split(' ');
    if (file.startsWith(`${dir}/`)) losetup('--detach', device);
  }
}

function losetup(...args: string[]): string[] {
  return spawnSync('losetup', args, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
}
