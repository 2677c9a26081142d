import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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

it('%s: after a reboot everything works again, whether the state survived it or not', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 16) });
  const filler = new Volume(node, 'filler', { image: node.image('b.img', 16) });
  for (const state of ['kept', 'lost']) {
    const device = await bring(driver, volume);
    await driver.succeed('mount', volume.dir('pod'), volume.json());
    volume.write(volume.dir('pod'), state);
    await node.reboot();
    if (state === 'lost') rmSync(node.path(subject.state ?? ''), { recursive: true });
    // Another volume may have the device of old by now.
    await driver.succeed('attach', filler.json(), 'node-a');
    expect((await driver.succeed('isattached', volume.json(), 'node-a')).attached).toBe(false);
    const { device: now = '' } = await driver.succeed('waitforattach', device, volume.json());
    await driver.succeed('mountdevice', volume.deviceDir, now, volume.json());
    await driver.succeed('mount', volume.dir('pod'), volume.json());
    expect(volume.read(volume.dir('pod'))).toBe(state);
    await driver.succeed('unmount', volume.dir('pod'));
    await take(driver, volume);
    await driver.succeed('detach', 'filler', 'node-a');
  }
  expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
});

it('%s: after a reboot with nothing to do for it, detach succeeds', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 16) });
  await bring(driver, volume);
  await node.reboot();
  await driver.succeed('unmount', volume.dir('pod'));
  await take(driver, volume);
  await take(driver, volume);
});

it('%s: state that is deleted or damaged at any moment costs nothing but itself', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 16) });
  const state = node.path(subject.state ?? '');
  const device = await bring(driver, volume);
  for (const file of readdirSync(state, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(state, name),
  )) {
    if (file.includes('vol.json') || file.includes('volumes/vol')) writeFileSync(file, '{"volume":"vol","im');
  }
  expect(await driver.succeed('attach', volume.json(), 'node-a')).toEqual({ status: 'Success', device });
  await driver.succeed('mount', volume.dir('pod'), volume.json());
  rmSync(state, { recursive: true });
  await driver.succeed('unmount', volume.dir('pod'));
  await take(driver, volume);
  expect(node.loopsOf(volume.options.image ?? '')).toEqual([]);
});

/** Starts the call, kills it when that part of `whole` milliseconds has passed, alone or with its tools. */
async function killed(subject: Subject, args: string[], afterMs: number, withTools: boolean): Promise<void> {
  const call = node.start(...subject.argv, ...args);
  const ended = once(call, 'exit');
  await Promise.race([setTimeout(afterMs), ended]);
  try {
    process.kill(withTools ? -(call.pid ?? 0) : (call.pid ?? 0), 'SIGKILL');
  } catch {
    // It was quicker.
  }
  await ended;
}

it('%s: killed at any moment, then called again', { timeout: 180_000 }, async ([, subject]) => {
  const driver = new Driver(node, subject);
  const took = async (...args: string[]) => {
    const start = performance.now();
    await driver.succeed(...args);
    return performance.now() - start;
  };
  const volumes = Array.from(
    { length: 8 },
    (_, i) => new Volume(node, `vol-${i}`, { image: node.image(`${i}.img`, 16) }),
  );
  const calls = (volume: Volume, device: string) =>
    ({
      attach: ['attach', volume.json(), 'node-a'],
      mountdevice: ['mountdevice', volume.deviceDir, device, volume.json()],
      mount: ['mount', volume.dir('pod'), volume.readOnly],
      unmount: ['unmount', volume.dir('pod')],
      unmountdevice: ['unmountdevice', volume.deviceDir],
      detach: ['detach', volume.name, 'node-a'],
    }) as const;
  const whole = new Map<string, number>();
  for (const [i, volume] of volumes.entries()) {
    let device = '';
    for (const name of ['attach', 'mountdevice', 'mount', 'unmount', 'unmountdevice', 'detach'] as const) {
      const args = [...calls(volume, device)[name]];
      // The first volume is left in peace and measured; each of the others is killed at its own part of the way.
      if (i === 0) whole.set(name, await took(...args));
      else await killed(subject, args, ((whole.get(name) ?? 0) * i) / volumes.length, i % 2 === 0);
      const again = await driver.succeed(...args);
      device = again.device ?? device;
      expect(node.loopsOf(volume.options.image ?? '')).toHaveLength(name === 'detach' ? 0 : 1);
      if (name === 'mountdevice') expect(node.mountsAt(volume.deviceDir)).toHaveLength(1);
      if (name === 'mount')
        expect(node.mountsAt(volume.dir('pod')).map(({ options }) => options.includes('ro'))).toEqual([true]);
    }
    expect((await node.run('e2fsck', '-n', '-f', volume.options.image ?? '')).code).toBe(0);
  }
  expect(node.mounts()).toEqual([]);
});

/** Puts a program in the place of mkfs: it may use $real and $device. @returns the words that make a driver use it */
function withMkfs(fsType: string, script: string): string[] {
  const bin = join(node.dir, 'bin');
  mkdirSync(bin, { recursive: true });
  const file = join(bin, `mkfs.${fsType}`);
  writeFileSync(
    file,
    `#!/bin/sh\nreal=/usr/sbin/mkfs.${fsType}\ndir=${node.dir}\nfor device; do :; done\n${script}\n`,
  );
  chmodSync(file, 0o755);
  return ['env', `PATH=${bin}:${process.env.PATH}`];
}

async function until(path: string): Promise<void> {
  while (!existsSync(path)) await setTimeout(5);
}

it('%s: waits for the mkfs of a call that was killed', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 16) });
  const { device = '' } = await driver.succeed('attach', volume.json(), 'node-a');
  const slow = withMkfs(
    'ext4',
    ': >$dir/started; until [ -e $dir/go ]; do sleep 0.01; done; exec $real "$@"',
  );
  const args = ['mountdevice', volume.deviceDir, device, volume.json()];
  const first = node.start(...slow, ...subject.argv, ...args);
  await until(join(node.dir, 'started'));
  first.kill('SIGKILL');
  await once(first, 'exit');
  const order: string[] = [];
  const second = driver.succeed(...args).then(() => order.push('second call'));
  // Two unlocked calls' time: the second one would be through by now.
  await driver.succeed('isattached', volume.json(), 'node-a');
  await driver.succeed('isattached', volume.json(), 'node-a');
  order.push('mkfs goes on');
  writeFileSync(join(node.dir, 'go'), '');
  await second;
  expect(order).toEqual(['mkfs goes on', 'second call']);
  expect(node.mountsAt(volume.deviceDir)).toHaveLength(1);
});

it('%s: makes a filesystem anew that it left half made, and no other', async ([, subject]) => {
  for (const [fsType, mib, spoil] of [
    ['ext4', 16, 'dd if=/dev/zero of=$device bs=1k seek=4 count=400 conv=notrunc,fsync 2>/dev/null'],
    ['xfs', 300, 'dd if=/dev/zero of=$device bs=512 seek=1 count=4 conv=notrunc,fsync 2>/dev/null'],
  ] as const) {
    const driver = new Driver(node, subject);
    const volume = new Volume(node, fsType, {
      image: node.image(`${fsType}.img`, mib),
      'kubernetes.io/fsType': fsType,
    });
    const { device = '' } = await driver.succeed('attach', volume.json(), 'node-a');
    const args = ['mountdevice', volume.deviceDir, device, volume.json()];
    const halfway = withMkfs(fsType, `$real "$@"; ${spoil}; : >$dir/${fsType}; exec sleep infinity`);
    const first = node.start(...halfway, ...subject.argv, ...args);
    await until(join(node.dir, fsType));
    process.kill(-(first.pid ?? 0), 'SIGKILL');
    await once(first, 'exit');
    await driver.succeed(...args);
    volume.write(volume.deviceDir, 'sound');
    await driver.succeed('unmountdevice', volume.deviceDir);
    // Someone's own filesystem, damaged: not ours to make anew, though it does not mount.
    await node.run('sh', '-c', `yes | dd of=${device} bs=1k seek=2 count=9000 conv=notrunc,fsync`);
    await driver.fail(...args);
    await driver.succeed('detach', fsType, 'node-a');
  }
});
