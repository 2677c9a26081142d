import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, it as base, beforeEach, expect } from 'vitest';
import { needs } from '../support/needs.ts';
import { openNode, type TestNode } from './node.ts';
import { bring, Driver, LOOP_DRIVERS, type Subject, take, Volume } from './subject.ts';

const it = base.for(LOOP_DRIVERS.map((subject) => [subject.name, subject] as const));

let node: TestNode;
beforeEach(async (context) => {
  needs(context, 'root', 'busybox', 'mkfs.ext4', 'mkfs.xfs');
  node = await openNode();
});
afterEach(() => node?.close());

/** A driver with a volume that is attached. */
async function attached(subject: Subject, mib = 16) {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol-2', { image: node.image('a.img', mib) });
  const { device = '' } = await driver.succeed('attach', volume.json(), 'node-a');
  return { driver, volume, device };
}

/** A partition table with one entry: type 0x83, 4096 sectors from the 2048th on. */
function masterBootRecord(): Buffer {
  const sector = Buffer.alloc(512);
  sector[450] = 0x83;
  sector.writeUInt32LE(2048, 454);
  sector.writeUInt32LE(4096, 458);
  sector.writeUInt16BE(0x55aa, 510);
  return sector;
}

it('%s: formats what is blank as fsType says, mounts exactly there, once', async ([, subject]) => {
  for (const [fsType, mib] of [
    ['ext4', 16],
    ['xfs', 300],
    ['', 16],
  ] as const) {
    const driver = new Driver(node, subject);
    const volume = new Volume(node, `vol-${fsType}`, {
      image: node.image(`a${fsType}.img`, mib),
      'kubernetes.io/fsType': fsType,
    });
    const device = await bring(driver, volume);
    await driver.succeed('mountdevice', volume.deviceDir, device, volume.json());
    const mounts = node.mountsAt(volume.deviceDir);
    expect(mounts.map((mount) => [mount.fsType, mount.source])).toEqual([[fsType || 'ext4', device]]);
  }
  expect(node.mounts()).toHaveLength(3);
});

it('%s: never formats a filesystem again, whatever fsType says, and data survives', async ([, subject]) => {
  for (const [made, wanted] of [
    ['ext4', 'xfs'],
    ['xfs', 'ext4'],
  ] as const) {
    const driver = new Driver(node, subject);
    const volume = new Volume(node, `vol-${made}`, { image: node.image(`${made}.img`, 300) });
    await bring(driver, volume, volume.json({ 'kubernetes.io/fsType': made }));
    volume.write(volume.deviceDir, 'precious');
    await take(driver, volume);
    const { device = '' } = await driver.succeed('attach', volume.json(), 'node-a');
    const mistaken = volume.json({ 'kubernetes.io/fsType': wanted });
    expect(await driver.fail('mountdevice', volume.deviceDir, device, mistaken)).toContain(made);
    await driver.fail(
      'mountdevice',
      volume.deviceDir,
      device,
      volume.json({ 'kubernetes.io/fsType': 'zfs' }),
    );
    await driver.succeed('mountdevice', volume.deviceDir, device, volume.json());
    expect(volume.read(volume.deviceDir)).toBe('precious');
  }
});

it('%s: what is no filesystem is not taken for blank', async ([, subject]) => {
  const { driver, volume, device } = await attached(subject);
  const text = 'a text file that someone named by mistake\n'.repeat(100);
  writeFileSync(volume.options.image ?? '', text, { flag: 'r+' });
  expect(await driver.fail('mountdevice', volume.deviceDir, device, volume.json())).toContain('holds data');
  writeFileSync(volume.options.image ?? '', masterBootRecord(), { flag: 'r+' });
  expect(await driver.fail('mountdevice', volume.deviceDir, device, volume.json())).toContain(
    'partition table',
  );
  expect(node.mounts()).toEqual([]);
});

it('%s: blank and read-only fails; what was formatted is mounted read-only, and writable for the next pod', async ([
  ,
  subject,
]) => {
  const { driver, volume, device } = await attached(subject);
  expect(await driver.fail('mountdevice', volume.deviceDir, device, volume.readOnly)).toContain('blank');
  expect(node.mounts()).toEqual([]);
  await driver.succeed('mountdevice', volume.deviceDir, device, volume.json());
  await driver.succeed('unmountdevice', volume.deviceDir);
  await driver.succeed('mountdevice', volume.deviceDir, device, volume.readOnly);
  await driver.succeed('mount', volume.dir('reader'), volume.readOnly);
  expect(() => volume.write(volume.deviceDir, 'x')).toThrow('EROFS');
  await driver.succeed('mount', volume.dir('writer'), volume.json());
  volume.write(volume.dir('writer'), 'written');
  expect(volume.read(volume.dir('reader'))).toBe('written');
  expect(() => volume.write(volume.dir('reader'), 'x')).toThrow('EROFS');
});

it('%s: a failure leaves no mount and no directory', async ([, subject]) => {
  const { driver, volume, device } = await attached(subject);
  const other = new Volume(node, 'other', { image: node.image('b.img', 16) });
  const { device: wrong = '' } = await driver.succeed('attach', other.json(), 'node-a');
  for (const given of ['', '/dev/null', '/dev/missing', node.dir, wrong, volume.options.image ?? '']) {
    await driver.fail('mountdevice', volume.deviceDir, given, volume.json());
  }
  await driver.succeed('mountdevice', volume.deviceDir, device, volume.json());
  await driver.succeed('unmountdevice', volume.deviceDir);
  rmSync(volume.deviceDir, { recursive: true });
  // Half of the filesystem is gone: mount fails at the last step.
  await node.run('sh', '-c', `yes | dd of=${device} bs=1k seek=2 count=9000 conv=notrunc,fsync`);
  await driver.fail('mountdevice', volume.deviceDir, device, volume.json());
  expect(node.mounts()).toEqual([]);
  expect(existsSync(volume.deviceDir)).toBe(false);
});

it('%s: mounts on a directory alone, which may be there or not', async ([, subject]) => {
  const { driver, volume, device } = await attached(subject);
  mkdirSync(dirname(volume.deviceDir), { recursive: true });
  writeFileSync(volume.deviceDir, '');
  await driver.fail('mountdevice', volume.deviceDir, device, volume.json());
  rmSync(volume.deviceDir);
  symlinkSync('/etc', volume.deviceDir);
  await driver.fail('mountdevice', volume.deviceDir, device, volume.json());
  rmSync(volume.deviceDir);
  await driver.fail('mountdevice', 'relative', device, volume.json());
  expect((await node.run('findmnt', '/etc')).out).toBe('');
  mkdirSync(volume.deviceDir);
  await driver.succeed('mountdevice', volume.deviceDir, device, volume.json());
});

it('%s: does not mount over what another mounted there', async ([, subject]) => {
  const { driver, volume, device } = await attached(subject);
  mkdirSync(volume.deviceDir, { recursive: true });
  await node.run('mount', '-t', 'tmpfs', 'none', volume.deviceDir);
  expect(await driver.fail('mountdevice', volume.deviceDir, device, volume.json())).toContain(
    'something else',
  );
  await driver.succeed('unmountdevice', volume.deviceDir);
  await driver.succeed('mountdevice', volume.deviceDir, device, volume.json());
});

it('%s: unmountdevice is repeatable, empties stacks, and deletes nothing', async ([, subject]) => {
  const { driver, volume, device } = await attached(subject);
  await driver.succeed('mountdevice', volume.deviceDir, device, volume.json());
  await node.run('mount', device, volume.deviceDir);
  volume.write(volume.deviceDir, 'precious');
  await driver.succeed('unmountdevice', volume.deviceDir);
  expect(node.mounts()).toEqual([]);
  volume.write(volume.deviceDir, 'below');
  await driver.succeed('unmountdevice', volume.deviceDir);
  expect(volume.read(volume.deviceDir)).toBe('below');
  await driver.succeed('unmountdevice', join(node.dir, 'never/made'));
  await driver.succeed('mountdevice', volume.deviceDir, device, volume.json());
  expect(volume.read(volume.deviceDir)).toBe('precious');
});

it('%s: copies of one image are mounted side by side', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const first = new Volume(node, 'first', { image: node.image('a.img', 300), 'kubernetes.io/fsType': 'xfs' });
  await bring(driver, first);
  await take(driver, first);
  await node.run('cp', '--sparse=always', join(node.dir, 'a.img'), join(node.dir, 'b.img'));
  await bring(driver, first);
  await bring(
    driver,
    new Volume(node, 'second', { image: join(node.dir, 'b.img'), 'kubernetes.io/fsType': 'xfs' }),
  );
});

it('%s: an image too small for its filesystem fails in one sentence, without the usage text of mkfs', async ([
  ,
  subject,
]) => {
  const { driver, volume, device } = await attached(subject);
  const message = await driver.fail(
    'mountdevice',
    volume.deviceDir,
    device,
    volume.json({ 'kubernetes.io/fsType': 'xfs' }),
  );
  expect(message).toMatch(/must be larger than/);
  expect(message).not.toMatch(/usage/i);
  expect(message.length).toBeLessThan(200);
});
