import { readFileSync, statSync } from 'node:fs';
import { afterEach, it as base, beforeEach, expect } from 'vitest';
import { needs } from '../support/needs.ts';
import { openNode, type TestNode } from './node.ts';
import { bring, Driver, LOOP_DRIVERS, Volume } from './subject.ts';

const it = base.for(LOOP_DRIVERS.map((subject) => [subject.name, subject] as const));
const MIB = 1024 ** 2;
const bytes = (mib: number) => String(mib * MIB);

let node: TestNode;
beforeEach(async (context) => {
  needs(context, 'root', 'busybox', 'mkfs.ext4', 'mkfs.xfs', 'resize2fs', 'xfs_growfs');
  node = await openNode();
});
afterEach(() => node?.close());

/** Of the mounted filesystem, in bytes. */
async function capacity(path: string): Promise<number> {
  return Number((await node.run('df', '--block-size=1', '--output=size', path)).out.split('\n')[1]);
}

/** Online growth of ext4 takes CAP_SYS_RESOURCE, which a container may lack. */
function maySetResources(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & (1n << 24n)) !== 0n;
}

it('%s: expandvolume grows image and device, attached or not, again too, and never shrinks', async ([
  ,
  subject,
]) => {
  const driver = new Driver(node, subject);
  const image = node.image('a.img', 16);
  const volume = new Volume(node, 'vol', { image });
  const expand = (mib: number, from: number) =>
    driver.call('expandvolume', volume.json(), volume.deviceDir, bytes(mib), bytes(from));
  expect(await expand(24, 16)).toEqual({ status: 'Success', volumeNewSize: 24 * MIB });
  const { device = '' } = await driver.succeed('attach', volume.json(), 'node-a');
  for (const _ of ['once', 'twice'])
    expect(await expand(32, 24)).toEqual({ status: 'Success', volumeNewSize: 32 * MIB });
  expect(statSync(image).size).toBe(32 * MIB);
  expect((await node.run('blockdev', '--getsize64', device)).out).toBe(`${32 * MIB}\n`);
  expect(await expand(16, 32)).toMatchObject({
    status: 'Failure',
    message: expect.stringContaining('shrink'),
  });
  for (const size of ['', '-1', '1e9', '0x10', '64Mi', '9'.repeat(30), '$(id)']) {
    await driver.fail('expandvolume', volume.json(), volume.deviceDir, size, '0');
  }
  expect(statSync(image).size).toBe(32 * MIB);
});

it('%s: expandvolume rounds up to whole blocks', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 1) });
  for (const _ of ['once', 'twice']) {
    const { volumeNewSize } = await driver.succeed(
      'expandvolume',
      volume.json(),
      volume.deviceDir,
      '2000001',
      '1',
    );
    expect(volumeNewSize).toBe(2002944);
  }
});

it('%s: expandfs grows xfs, by the device directory or the pod directory, whatever fsType says', async ([
  ,
  subject,
]) => {
  const driver = new Driver(node, subject);
  const image = node.image('a.img', 300);
  const volume = new Volume(node, 'vol', { image });
  const device = await bring(driver, volume, volume.json({ 'kubernetes.io/fsType': 'xfs' }));
  const mistaken = volume.json({ 'kubernetes.io/fsType': 'ext4' });
  await driver.succeed('mount', volume.dir('pod'), volume.json());
  for (const [path, mib] of [
    [volume.deviceDir, 320],
    [volume.dir('pod'), 340],
  ] as const) {
    const before = await capacity(path);
    await driver.succeed('expandvolume', volume.json(), volume.deviceDir, bytes(mib), '0');
    for (const _ of ['once', 'twice'])
      await driver.succeed('expandfs', mistaken, device, path, bytes(mib), '0');
    expect(await capacity(path)).toBeGreaterThan(before + 15 * MIB);
  }
});

it('%s: expandfs sees that the image was grown by hand', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const image = node.image('a.img', 300);
  const volume = new Volume(node, 'vol', { image, 'kubernetes.io/fsType': 'xfs' });
  const device = await bring(driver, volume);
  const before = await capacity(volume.deviceDir);
  await node.run('truncate', '-s', bytes(340), image);
  await driver.succeed('expandfs', volume.json(), device, volume.deviceDir, bytes(340), '0');
  expect(await capacity(volume.deviceDir)).toBeGreaterThan(before + 30 * MIB);
});

it('%s: expandfs on ext4 grows it where the node allows that, and says so where it does not', async ([
  ,
  subject,
]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 16), 'kubernetes.io/fsType': 'ext4' });
  const device = await bring(driver, volume);
  const grow = () => driver.call('expandfs', volume.json(), device, volume.deviceDir, bytes(32), bytes(16));
  expect(await grow()).toEqual({ status: 'Success' });
  const before = await capacity(volume.deviceDir);
  await driver.succeed('expandvolume', volume.json(), volume.deviceDir, bytes(32), bytes(16));
  const grown = await grow();
  expect(grown.status).toBe(maySetResources() ? 'Success' : 'Failure');
  if (maySetResources()) expect(await capacity(volume.deviceDir)).toBeGreaterThan(before + 10 * MIB);
  else expect(grown.message).toContain('Permission denied');
});

it('%s: expandfs fails where nothing, or nothing of the driver, is mounted', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const volume = new Volume(node, 'vol', { image: node.image('a.img', 16) });
  expect(await driver.fail('expandfs', volume.json(), '/dev/loop0', volume.deviceDir, '1', '0')).toContain(
    'mount',
  );
  await node.run('mkdir', '-p', volume.deviceDir);
  await node.run('mount', '-t', 'tmpfs', 'none', volume.deviceDir);
  await driver.fail('expandfs', volume.json(), '/dev/loop0', volume.deviceDir, '1', '0');
});
