import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { must, run } from './tools.ts';
import { shown, Trouble } from './trouble.ts';

/**
 * The loop device of an image, as `/dev/loop3`. By the file behind it and not by what was written down, so that a file
 * never gets a second device, whoever attached it.
 */
export function deviceOf(image: string): string | undefined {
  const found = existsSync(image) ? devicesByFile(image) : devicesByName(`${image} (deleted)`);
  return found[0];
}

/** Attaches the image. The caller holds the image's lock and has found no device of it. */
export function attachDevice(image: string): string {
  const first = run('losetup', '--find', '--show', '--', image);
  if (first.code === 0) return first.out.trim();
  // The kernel names its first free number, for which a container's own /dev may have no node: try those it has.
  for (const device of freeNodes()) {
    if (run('losetup', '--', device, image).code === 0) return device;
  }
  throw new Trouble(
    `cannot attach ${shown(image)}: ${first.complaint}; losetup --list shows what uses the loop devices`,
  );
}

export function detachDevice(device: string): void {
  const image = backingFile(numberOf(device));
  must(`cannot detach ${device}`, 'losetup', '--detach', device);
  // The kernel lets go of it when its last user does: someone may just be looking at it. After that
  // another volume may have it at once.
  for (let look = 0; image !== undefined && backingFile(numberOf(device)) === image; look++) {
    if (look === 100)
      throw new Trouble(`${device} is still held by another process or namespace: end it and call again`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
}

/** Lets the device have the size that its image has now. */
export function refreshSize(device: string): void {
  must(`cannot resize ${device}`, 'losetup', '--set-capacity', device);
}

/** Whether the kernel will free the device when its last user goes: it is being detached, or is a `mount -o loop`. */
export function isGoing(device: string): boolean {
  return sysfs(`/sys/dev/block/${numberOf(device)}/loop/autoclear`) === '1';
}

/** `7:3` of `/dev/loop3`, as the mount table has it; '' when it is no block device. */
export function numberOf(device: string): string {
  return sysfs(`/sys/class/block/${device.replace(/^\/dev\//, '')}/dev`) ?? '';
}

/** `/dev/loop3` of `7:3`. */
export function deviceNamed(number: string): string {
  const name = /^DEVNAME=(.*)$/m.exec(sysfs(`/sys/dev/block/${number}/uevent`) ?? '')?.[1];
  if (!name) throw new Trouble(`block device ${number} is gone: attach the volume again`);
  return `/dev/${name}`;
}

/** The file behind a loop device given by its number; undefined when it is none, or free. */
export function backingFile(number: string): string | undefined {
  return number === '' ? undefined : sysfs(`/sys/dev/block/${number}/loop/backing_file`);
}

/** By the file's own number, since a path reads differently in another mount namespace. Parts of a file do not count. */
function devicesByFile(image: string): string[] {
  const columns = ['--noheadings', '--raw', '--output', 'NAME,OFFSET,SIZELIMIT'];
  const listed = must('cannot list loop devices', 'losetup', ...columns, '--associated', image);
  return listed.split('\n').flatMap((line) => /^(\S+) 0 0$/.exec(line)?.[1] ?? []);
}

function devicesByName(file: string): string[] {
  const loops = readdirSync('/sys/class/block').filter((name) => name.startsWith('loop'));
  return loops.map((name) => `/dev/${name}`).filter((device) => backingFile(numberOf(device)) === file);
}

function freeNodes(): string[] {
  const nodes = readdirSync('/dev').filter((name) => /^loop[0-9]+$/.test(name));
  const devices = nodes.map((name) => `/dev/${name}`);
  return devices.filter((device) => statSync(device).isBlockDevice() && !backingFile(numberOf(device)));
}

function sysfs(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\n$/, '');
  } catch {
    return undefined;
  }
}
