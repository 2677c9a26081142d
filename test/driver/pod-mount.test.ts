import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, it as base, beforeEach, expect } from 'vitest';
import { needs } from '../support/needs.ts';
import { openNode, type TestNode } from './node.ts';
import { bring, Driver, healthy, LOOP_DRIVERS, type Subject, Volume } from './subject.ts';

const DRIVERS = [...LOOP_DRIVERS, healthy('tmpfs'), healthy('minimal'), healthy('python')];
const it = base.for(DRIVERS.map((subject) => [subject.name, subject] as const));
const itShares = base.for(
  DRIVERS.filter(({ name }) => name !== 'tmpfs').map((subject) => [subject.name, subject] as const),
);

let node: TestNode;
beforeEach(async (context) => {
  needs(context, 'root', 'busybox');
  node = await openNode();
});
afterEach(() => node?.close());

/** A volume of the driver's kind, ready for its pods. */
async function ready(subject: Subject, name = 'vol-2') {
  const driver = new Driver(node, subject);
  const directory = join(node.dir, `data-${name}`);
  mkdirSync(directory);
  const kind = subject.name === 'tmpfs' ? { size: '16Mi' } : { directory };
  const volume = new Volume(node, name, subject.state ? { image: node.image(`${name}.img`, 16) } : kind);
  if (subject.state) await bring(driver, volume);
  return { driver, volume };
}

it('%s: mounts for a pod, once, in a directory that is there or not', async ([, subject]) => {
  const { driver, volume } = await ready(subject);
  await driver.succeed('mount', volume.dir('a'), volume.json());
  await driver.succeed('mount', volume.dir('a'), volume.json());
  mkdirSync(volume.dir('b'), { recursive: true });
  await driver.succeed('mount', `${volume.dir('b')}/`, volume.json());
  await driver.succeed('mount', `${volume.dir('b')}/`, volume.json());
  expect(node.mountsAt(volume.dir('a'))).toHaveLength(1);
  expect(node.mountsAt(volume.dir('b'))).toHaveLength(1);
  volume.write(volume.dir('a'), 'hello');
});

itShares('%s: pods share the data; one of them goes, one of them only reads', async ([, subject]) => {
  const { driver, volume } = await ready(subject);
  await driver.succeed('mount', volume.dir('writer'), volume.json());
  await driver.succeed('mount', volume.dir('reader'), volume.readOnly);
  volume.write(volume.dir('writer'), 'shared');
  expect(volume.read(volume.dir('reader'))).toBe('shared');
  expect(() => volume.write(volume.dir('reader'), 'x')).toThrow('EROFS');
  await driver.succeed('unmount', volume.dir('reader'));
  volume.write(volume.dir('writer'), 'still writable');
  await driver.succeed('unmount', volume.dir('writer'));
  await driver.succeed('mount', volume.dir('next'), volume.json());
  expect(volume.read(volume.dir('next'))).toBe('still writable');
});

it('%s: repeats a mount as it is asked for now', async ([, subject]) => {
  const { driver, volume } = await ready(subject);
  await driver.succeed('mount', volume.dir('pod'), volume.readOnly);
  expect(() => volume.write(volume.dir('pod'), 'x')).toThrow('EROFS');
  await driver.succeed('mount', volume.dir('pod'), volume.json());
  volume.write(volume.dir('pod'), 'x');
  await driver.succeed('mount', volume.dir('pod'), volume.readOnly);
  expect(() => volume.write(volume.dir('pod'), 'y')).toThrow('EROFS');
  expect(node.mountsAt(volume.dir('pod'))).toHaveLength(1);
});

it('%s: unmount is repeatable, takes a directory that is not there, and deletes nothing', async ([
  ,
  subject,
]) => {
  const { driver, volume } = await ready(subject);
  await driver.succeed('mount', volume.dir('pod'), volume.json());
  volume.write(volume.dir('pod'), 'in the volume');
  await driver.succeed('unmount', volume.dir('pod'));
  expect(readdirSync(volume.dir('pod'))).toEqual([]);
  await driver.succeed('unmount', volume.dir('pod'));
  volume.write(volume.dir('pod'), 'beside the volume');
  await driver.succeed('unmount', volume.dir('pod'));
  expect(volume.read(volume.dir('pod'))).toBe('beside the volume');
  await driver.succeed('unmount', volume.dir('never'));
  expect(existsSync(volume.dir('never'))).toBe(false);
});

it('%s: unmount takes away a stack', async ([, subject]) => {
  const { driver, volume } = await ready(subject);
  await driver.succeed('mount', volume.dir('pod'), volume.json());
  await node.run('mount', '--bind', volume.dir('pod'), volume.dir('pod'));
  await driver.succeed('unmount', volume.dir('pod'));
  expect(node.mountsAt(volume.dir('pod'))).toEqual([]);
});

it('%s: a busy volume is not unmounted, and the answer says so', async ([, subject]) => {
  const { driver, volume } = await ready(subject);
  await driver.succeed('mount', volume.dir('pod'), volume.json());
  const busy = node.start('sh', '-c', `cd ${volume.dir('pod')} && touch ready && exec sleep infinity`);
  while (!existsSync(node.path(join(volume.dir('pod'), 'ready')))) await node.run('true');
  expect(await driver.fail('unmount', volume.dir('pod'))).toMatch(/use/);
  expect(node.mountsAt(volume.dir('pod'))).toHaveLength(1);
  busy.kill('SIGKILL');
  await once(busy, 'exit');
  await driver.succeed('unmount', volume.dir('pod'));
});

it('%s: a name that begins another is another', async ([, subject]) => {
  const [short, long] = [await ready(subject, 'vol-2'), await ready(subject, 'vol-21')];
  for (const { driver, volume } of [long, short])
    await driver.succeed('mount', volume.dir('pod'), volume.json());
  long.volume.write(long.volume.dir('pod'), 'long');
  await short.driver.succeed('unmount', short.volume.dir('pod'));
  expect(node.mountsAt(long.volume.dir('pod'))).toHaveLength(1);
  expect(long.volume.read(long.volume.dir('pod'))).toBe('long');
  if (!subject.state) return;
  await short.driver.succeed('unmountdevice', short.volume.deviceDir);
  await short.driver.succeed('detach', 'vol-2', 'node-a');
  expect(long.volume.read(long.volume.deviceDir)).toBe('long');
});

it('%s: names of 253 characters and with dots', async ([, subject]) => {
  for (const name of ['a.b.c', 'x'.repeat(253)]) {
    const driver = new Driver(node, subject);
    const image = subject.state ? { image: node.image(`${name.slice(0, 99)}.img`, 16) } : {};
    const volume = new Volume(node, name, { directory: node.dir, size: '1Mi', ...image });
    if (subject.state) await bring(driver, volume);
    await driver.succeed('mount', volume.dir('pod'), volume.json());
    await driver.succeed('unmount', volume.dir('pod'));
    if (subject.state) await driver.succeed('unmountdevice', volume.deviceDir);
    if (subject.state) await driver.succeed('detach', name, 'node-a');
  }
  expect(node.mounts()).toEqual([]);
});

it('%s: eight mounts at once are one mount, eight unmounts at once succeed', async ([, subject]) => {
  const { driver, volume } = await ready(subject);
  const eight = Array.from({ length: 8 });
  await Promise.all(eight.map(() => driver.succeed('mount', volume.dir('pod'), volume.json())));
  expect(node.mountsAt(volume.dir('pod'))).toHaveLength(1);
  await Promise.all(eight.map(() => driver.succeed('unmount', volume.dir('pod'))));
  expect(node.mountsAt(volume.dir('pod'))).toEqual([]);
});

it('%s: a mount that fails leaves nothing', async ([, subject]) => {
  const { driver, volume } = await ready(subject);
  const nothing = { image: join(node.dir, 'missing'), directory: join(node.dir, 'missing'), size: '-1' };
  await driver.fail('mount', volume.dir('pod'), volume.json(nothing));
  expect(existsSync(volume.dir('pod'))).toBe(false);
  mkdirSync(join(volume.dir('pod'), '..'), { recursive: true });
  symlinkSync('/etc', volume.dir('pod'));
  await driver.fail('mount', volume.dir('pod'), volume.json());
  rmSync(volume.dir('pod'));
  expect(node.mounts().filter((mount) => mount.mountPoint.includes('/pods/'))).toEqual([]);
  expect((await node.run('findmnt', '/etc')).out).toBe('');
});

it('%s: the kubelet root may be a link', async ([, subject]) => {
  const { driver, volume } = await ready(subject);
  mkdirSync(join(node.dir, 'kubelet'), { recursive: true });
  symlinkSync(join(node.dir, 'kubelet'), join(node.dir, 'link'));
  const linked = volume.dir('pod').replace('/kubelet/', '/link/');
  await driver.succeed('mount', linked, volume.json());
  await driver.succeed('mount', linked, volume.json());
  expect(node.mountsAt(volume.dir('pod'))).toHaveLength(1);
  await driver.succeed('unmount', linked);
  expect(node.mountsAt(volume.dir('pod'))).toEqual([]);
});
