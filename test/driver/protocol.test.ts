import { afterAll, it as base, beforeAll, describe, expect } from 'vitest';
import { needs } from '../support/needs.ts';
import { openNode, type TestNode } from './node.ts';
import { Driver, healthy, LOOP_DRIVERS, Volume } from './subject.ts';

const DRIVERS = [...LOOP_DRIVERS, healthy('tmpfs'), healthy('minimal'), healthy('python')];
const it = base.for(DRIVERS.map((subject) => [subject.name, subject] as const));

let node: TestNode;
beforeAll(async () => {
  if (process.getuid?.() === 0) node = await openNode();
});
afterAll(() => node?.close());

/** Arguments as a kubelet gives them. */
const argv = (command: string, volume: Volume, json: string): string[] =>
  ({
    getvolumename: [json],
    attach: [json, 'node-a'],
    waitforattach: ['', json],
    isattached: [json, 'node-a'],
    mountdevice: [volume.deviceDir, '/dev/null', json],
    mount: [volume.dir('pod'), json],
    expandvolume: [json, volume.deviceDir, '1', '0'],
    expandfs: [json, '', volume.dir('pod'), '1', '0'],
  })[command] ?? [];

const WITH_OPTIONS = [
  'getvolumename',
  'attach',
  'waitforattach',
  'isattached',
  'mountdevice',
  'mount',
  'expandvolume',
  'expandfs',
];

/** What no option may do: end the JSON, the line, the string, the command, the memory. */
const HOSTILE = [
  '"',
  "it's",
  '\\',
  'a\nb\r\n',
  '$(touch /run/pwned)',
  '`touch /run/pwned`',
  "'; touch /run/pwned; '",
  '-h',
  '--help',
  '../../../etc/passwd',
  '/etc/passwd/',
  '/dev/null',
  '/dev/zero',
  '%s%n',
  'ünï\u2028☃😀',
  '\u0001\u001b[31m',
  '\u0000',
  '\ud800',
  'x'.repeat(40 * 1024),
  '/'.repeat(4097),
];

describe('init', () => {
  it('%s: states capabilities and repeats itself, eight at once', async ([, subject], context) => {
    needs(context, 'root');
    const driver = new Driver(node, subject);
    const answers = await Promise.all(Array.from({ length: 8 }, () => driver.succeed('init')));
    const booleans = expect.objectContaining({ attach: expect.any(Boolean), fsGroup: expect.any(Boolean) });
    expect(answers[0]?.capabilities).toEqual(booleans);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('%s: works with nothing but PATH in its environment', async ([, subject], context) => {
    needs(context, 'root');
    const { out } = await node.run('env', '-i', `PATH=${process.env.PATH}`, ...subject.argv, 'init');
    expect(JSON.parse(out).status).toBe('Success');
  });
});

describe('an unknown command', () => {
  it('%s: is Not supported', async ([, subject], context) => {
    needs(context, 'root');
    const driver = new Driver(node, subject);
    for (const command of [
      'frobnicate',
      'constructor',
      '__proto__',
      '-h',
      '--version',
      'INIT',
      'mount ',
      '',
    ]) {
      expect(await driver.call(command, '{}'), command).toMatchObject({ status: 'Not supported' });
    }
  });
});

describe('missing and malformed options', () => {
  it('%s: are a failure, whatever the command', async ([, subject], context) => {
    needs(context, 'root');
    const driver = new Driver(node, subject);
    const volume = new Volume(node, 'v', {});
    for (const command of WITH_OPTIONS) {
      if ((await driver.call(command)).status === 'Not supported') continue;
      for (const json of [
        '',
        '{',
        '[]',
        'null',
        '"x"',
        '{}',
        '{"image":',
        'image=/x',
        '{"image":"relative"}',
        '{"image":1}',
      ]) {
        await driver.fail(command, ...argv(command, volume, json));
      }
    }
    expect(node.mounts()).toEqual([]);
  });
});

describe('hostile option values', () => {
  it('%s: end in one well-formed answer', { timeout: 120_000 }, async ([, subject], context) => {
    needs(context, 'root');
    const driver = new Driver(node, subject);
    const image = node.image('hostile', 1);
    for (const value of HOSTILE) {
      const volume = new Volume(node, 'hostile', { image: value, directory: value, size: value });
      const answer = await driver.call('mount', volume.dir('pod'), volume.json());
      expect(answer.status, value.slice(0, 80)).toBe('Failure');
      if (subject.state === undefined) continue;
      expect(await driver.call('attach', volume.json(), 'n')).toMatchObject({ status: 'Failure' });
      await driver.call('getvolumename', new Volume(node, value, { image }).json());
      const strange = { 'kubernetes.io/fsType': value, 'kubernetes.io/readwrite': value };
      await driver.fail(
        'mountdevice',
        volume.deviceDir,
        '/dev/null',
        new Volume(node, 'h', { image }).json(strange),
      );
    }
    const { out } = await node.run('find', '/run', '-name', 'pwned*');
    expect(out).toBe('');
    expect(node.mounts()).toEqual([]);
  });

  it('%s: secrets reach no message', async ([, subject], context) => {
    needs(context, 'root');
    const driver = new Driver(node, subject);
    const volume = new Volume(node, 's', { 'kubernetes.io/secret/password': 'aHVudGVyMg==' });
    expect(await driver.fail('mount', volume.dir('pod'), volume.json())).not.toContain('aHVudGVyMg');
    expect(await driver.fail('mount', volume.dir('pod'), volume.json().slice(0, -1))).not.toContain(
      'aHVudGVyMg',
    );
  });
});
