import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, it as base, beforeEach, expect } from 'vitest';
import { needs } from '../support/needs.ts';
import { openNode, type TestNode } from './node.ts';
import { bring, Driver, LOOP_DRIVERS, take, Volume } from './subject.ts';

const it = base.for(LOOP_DRIVERS.map((subject) => [subject.name, subject] as const));

let node: TestNode;
beforeEach(async (context) => {
  needs(context, 'root', 'busybox');
  node = await openNode();
});
afterEach(() => node?.close());

it('%s: gives an image one device, however it is called', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const image = node.image('a.img', 8);
  linkSync(image, join(node.dir, 'hard.img'));
  symlinkSync(image, join(node.dir, 'soft.img'));
  const volume = new Volume(node, 'vol', { image });
  const { device } = await driver.succeed('attach', volume.json(), 'node-a');
  for (const name of ['hard.img', 'soft.img', `../${node.dir.split('/').pop()}/a.img`]) {
    const alias = new Volume(node, `other-${name.replaceAll(/[^a-z]/g, '')}`, {
      image: join(node.dir, name),
    });
    expect(await driver.succeed('attach', alias.json(), 'node-a')).toEqual({ status: 'Success', device });
  }
  expect(node.loopsOf(image)).toEqual([device]);
});

it('%s: attaches once when called eight times at once, and two volumes to two devices', async ([
  ,
  subject,
]) => {
  const driver = new Driver(node, subject);
  const [one, two] = ['one', 'two'].map((name) => new Volume(node, name, { image: node.image(name, 8) })) as [
    Volume,
    Volume,
  ];
  const calls = [one, one, two, one, two, one, two, one].map((volume) =>
    driver.succeed('attach', volume.json(), 'node-a'),
  );
  const devices = new Set((await Promise.all(calls)).map(({ device }) => device));
  expect(devices.size).toBe(2);
  expect(new Set([one, two].flatMap((volume) => node.loopsOf(volume.options.image ?? '')))).toEqual(devices);
});

it('%s: writes to the device arrive in the image, also after it was attached again', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 8) });
  const { device = '' } = await driver.succeed('attach', volume.json(), 'node-a');
  await node.run('sh', '-c', `printf hello | dd of=${device} bs=1 seek=4194304 conv=notrunc,fsync`);
  await driver.succeed('detach', 'vol', 'node-a');
  expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
  expect(
    readFileSync(volume.options.image ?? '')
      .subarray(4194304, 4194309)
      .toString(),
  ).toBe('hello');
});

it('%s: isattached tells, and changes nothing', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 8) });
  const attached = async () => (await driver.succeed('isattached', volume.json(), 'node-a')).attached;
  expect(await attached()).toBe(false);
  expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
  await driver.succeed('attach', volume.json(), 'node-a');
  expect(await attached()).toBe(true);
  await driver.succeed('detach', 'vol', 'node-a');
  expect(await attached()).toBe(false);
});

it('%s: waitforattach names the device whatever it is given', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 8) });
  const { device } = await driver.succeed('attach', volume.json(), 'node-a');
  for (const given of [device ?? '', '', '/dev/null', '/dev/loop999']) {
    expect(await driver.succeed('waitforattach', given, volume.json())).toEqual({
      status: 'Success',
      device,
    });
  }
  expect(await driver.succeed('waitforattach', '', volume.forgotten)).toEqual({ status: 'Success', device });
});

it('%s: detach is repeatable, knows volumes never seen, and gives up nothing of others', async ([
  ,
  subject,
]) => {
  const driver = new Driver(node, subject);
  const names = ['vol-2', 'vol-21', 'v.o.l', 'a'.repeat(63), 'b'.repeat(253)];
  for (const name of names) {
    const volume = new Volume(node, name, { image: node.image(name.slice(0, 70), 8) });
    await driver.succeed('attach', volume.json(), 'node-a');
  }
  for (const never of ['vol', 'vol-', 'vol-2 ', '', '.', '..', '../x', '$(id)', '-v', 'x'.repeat(300)]) {
    await driver.succeed('detach', never, 'node-a');
  }
  for (const name of names) {
    const image = join(node.dir, name.slice(0, 70));
    expect(node.loopsOf(image)).toHaveLength(1);
    await driver.succeed('detach', name, 'another-node');
    expect(node.loopsOf(image)).toEqual([]);
    await driver.succeed('detach', name, 'another-node');
  }
});

it('%s: a mounted volume is attached again to the same device, and is not detached', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 16) });
  const device = await bring(driver, volume);
  expect(await driver.succeed('attach', volume.json(), 'node-a')).toEqual({ status: 'Success', device });
  expect(await driver.fail('detach', 'vol', 'node-a')).toContain('still mounted');
  await take(driver, volume);
  expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
});

it('%s: wrong images fail and leave nothing', async ([, subject]) => {
  const driver = new Driver(node, subject);
  for (const image of [
    '/',
    '/dev/null',
    join(node.dir, 'missing'),
    join(node.dir, 'missing/a.img'),
    '/etc/passwd/x',
  ]) {
    await driver.fail('attach', new Volume(node, 'vol', { image }).json(), 'node-a');
  }
  const { out } = await node.run('find', subject.state ?? '', '-type', 'f');
  expect(out).toBe('');
});

it('%s: a name keeps its image while it is attached', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const [first, second] = [node.image('a.img', 8), node.image('b.img', 8)];
  await driver.succeed('attach', new Volume(node, 'vol', { image: first }).json(), 'node-a');
  await driver.fail('attach', new Volume(node, 'vol', { image: second }).json(), 'node-a');
  await driver.succeed('detach', 'vol', 'node-a');
  await driver.succeed('attach', new Volume(node, 'vol', { image: second }).json(), 'node-a');
  expect([node.loopsOf(first), node.loopsOf(second)]).toEqual([[], [expect.any(String)]]);
});

it('%s: an image that two names share stays until both are detached', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const image = node.image('a.img', 8);
  for (const name of ['one', 'two'])
    await driver.succeed('attach', new Volume(node, name, { image }).json(), 'node-a');
  await driver.succeed('detach', 'one', 'node-a');
  expect(node.loopsOf(image)).toHaveLength(1);
  await driver.succeed('detach', 'two', 'node-a');
  expect(node.loopsOf(image)).toEqual([]);
});

it('%s: detach frees the device of an image that was deleted', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 8) });
  const { device = '' } = await driver.succeed('attach', volume.json(), 'node-a');
  rmSync(volume.options.image ?? '');
  await driver.succeed('detach', 'vol', 'node-a');
  expect((await node.run('cat', `/sys/block/${device.slice(5)}/loop/backing_file`)).out).not.toContain(
    node.dir,
  );
});

it('%s: getvolumename tells the spec name, with and without the options', async ([, subject]) => {
  const driver = new Driver(node, subject);
  for (const name of ['vol-2', 'vol-21']) {
    const volume = new Volume(node, name, { image: join(node.dir, 'missing') });
    for (const json of [volume.json(), volume.json(), volume.forgotten]) {
      expect(await driver.succeed('getvolumename', json)).toEqual({ status: 'Success', volumeName: name });
    }
  }
  const { out } = await node.run('find', subject.state ?? '', '-type', 'f');
  expect(out).toBe('');
});

it('%s: a device directory of another name leaves no trace in what detach does', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 16) });
  const { device = '' } = await driver.succeed('attach', volume.json(), 'node-a');
  const elsewhere = join(node.dir, 'elsewhere');
  await driver.succeed('mountdevice', elsewhere, device, volume.json());
  await driver.succeed('unmountdevice', elsewhere);
  await driver.succeed('detach', 'vol', 'node-a');
  expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
});

it('%s: volumes that come and go at once do not take the state from each other, and leave none', async ([
  ,
  subject,
]) => {
  const driver = new Driver(node, subject);
  const volumes = ['a', 'b', 'c', 'd', 'e', 'f'].map(
    (name) => new Volume(node, name, { image: node.image(name, 8) }),
  );
  const comeAndGo = async (volume: Volume) => {
    for (const _ of ['once', 'twice', 'thrice']) {
      await driver.succeed('attach', volume.json(), 'node-a');
      await driver.succeed('detach', volume.name, 'node-a');
      expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
    }
  };
  await Promise.all(volumes.map(comeAndGo));
  expect(existsSync(node.path(subject.state ?? ''))).toBe(false);
});

it('%s: detaches while another volume takes the device that became free', async ([, subject]) => {
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 8) });
  const other = node.image('b.img', 8);
  const bin = join(node.dir, 'bin');
  mkdirSync(bin);
  const script = `/usr/sbin/losetup "$@" || exit; [ "$1" != --detach ] || /usr/sbin/losetup "$2" ${other}`;
  writeFileSync(join(bin, 'losetup'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'losetup'), 0o755);
  const argv = ['env', `PATH=${bin}:${process.env.PATH}`, ...subject.argv];
  const driver = new Driver(node, { ...subject, argv });
  await driver.succeed('attach', volume.json(), 'node-a');
  await driver.succeed('detach', 'vol', 'node-a');
  expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
});
