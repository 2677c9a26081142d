import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Flags, loadSettings } from '../../../src/conformance/config/load.ts';
import { UsageError } from '../../../src/errors.ts';

const directory = mkdtempSync(join(tmpdir(), 'flexcert-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

function load(options: { yaml?: string; name?: string; env?: Record<string, string>; flags?: Flags } = {}) {
  const name = options.name ?? 'some.yaml';
  if (options.yaml !== undefined) writeFileSync(join(directory, name), options.yaml);
  return loadSettings(
    {
      settings: {},
      ...(options.yaml === undefined ? {} : { config: join(directory, name) }),
      ...options.flags,
    },
    { env: options.env ?? {}, directory, release: '1.32' },
  );
}

function complaint(options: Parameters<typeof load>[0]): string {
  try {
    load(options);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.replaceAll(`${directory}/`, '');
  }
  throw new Error('nothing was thrown');
}

test('everything has a default', () => {
  const { settings } = load();
  expect(settings).toMatchObject({
    kubelet: ['1.32'],
    volumes: [{ fsType: '', readOnly: false, options: {}, makes: [] }],
    fixtures: { sizeMiB: 64, filesystem: 'none' },
    timeouts: { call: 30_000, requirement: 120_000, run: 1_800_000 },
    output: 'flexcert-report',
    isolation: 'full',
  });
});

test('the example of the documentation is read whole', () => {
  const { settings, knownFailing } = load({
    yaml: `
driver: ./example.com~nas
kubelet: ["1.20", "1.30"]
volumes:
  - fsType: ext4
    readOnly: false
    options: { image: "{{image}}", size: "64Mi" }
    secret: { username: admin, password: s3cret }
fixtures: { sizeMiB: 64, filesystem: none }
env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }
timeouts: { call: 30s, run: 30m }
stateDirs: [/run/example]
known-failing: [{ id: mount/is-idempotent, reason: "issue 42" }]
`,
  });
  expect(settings).toMatchObject({
    driver: join(directory, 'example.com~nas'),
    kubelet: ['1.20', '1.30'],
    volumes: [{ fsType: 'ext4', makes: ['image'], secret: { username: 'admin' } }],
    timeouts: { call: 30_000, run: 1_800_000 },
    stateDirs: ['/run/example'],
  });
  expect([...knownFailing]).toEqual([['mount/is-idempotent', 'issue 42']]);
});

test('flag outranks environment, environment outranks file, key by key', () => {
  const yaml = 'workers: 1\nretries: 1\noutput: /file\ntimeouts: { call: 1s, run: 1m }\n';
  const env = { FLEXCERT_RETRIES: '2', FLEXCERT_OUTPUT: '/env', FLEXCERT_TIMEOUT: '2s' };
  const { settings } = load({ yaml, env, flags: { settings: { output: '/flag' } } });
  expect(settings).toMatchObject({ workers: 1, retries: 2, output: '/flag' });
  expect(settings.timeouts).toMatchObject({ call: 2000, run: 60_000 });
});

test('flexcert.json in the working directory is found', () => {
  writeFileSync(join(directory, 'flexcert.json'), '{ "workers": 7 }');
  expect(loadSettings({ settings: {} }, { env: {}, directory, release: '1.32' }).settings.workers).toBe(7);
  rmSync(join(directory, 'flexcert.json'));
});

test('--option and --secret go into every template, --volume replaces the templates', () => {
  const flags: Flags = {
    settings: {},
    volume: ['{fsType: xfs}', 'fsType=ext4,readOnly=true,options.image={{image}}'],
    option: ['size=1=2'],
    secret: ['user=admin'],
  };
  const { settings } = load({ yaml: 'volumes: [{ options: { a: b } }]', flags });
  expect(settings.volumes).toEqual([
    { fsType: 'xfs', readOnly: false, options: { size: '1=2' }, secret: { user: 'admin' }, makes: [] },
    {
      fsType: 'ext4',
      readOnly: true,
      options: { image: '{{image}}', size: '1=2' },
      secret: { user: 'admin' },
      makes: ['image'],
    },
  ]);
});

describe('what is wrong is said with file, line, key and what is allowed', () => {
  test.each<[string, string]>([
    ['worker: 2', 'some.yaml:1: worker is no setting. Allowed here: driver, name, kubelet, volumes,'],
    ['fixtures:\n  size: 3', 'some.yaml:2: fixtures.size is no setting. Allowed here: sizeMiB, filesystem'],
    ['fixtures:\n  filesystem: zfs', 'some.yaml:2: fixtures.filesystem: must be one of none, ext4, xfs'],
    [
      '\n\nvolumes:\n  - options: { size: 64 }',
      'some.yaml:4: volumes.0.options.size: must be a string: write "64"',
    ],
    [
      'volumes: [{ optoins: {} }]',
      'some.yaml:1: volumes.0.optoins is no setting. Allowed here: name, fsType',
    ],
    ['volumes: [{ options: { a: "{{imgae}}" } }]', '{{imgae}} is no placeholder: use {{image}}, {{device}}'],
    ['kubelet: 1.20', 'some.yaml:1: kubelet: must be a string: write "1.2" in quotes'],
    ['timeouts: { call: soon }', 'some.yaml:1: timeouts.call: "soon" is no time: write 500ms, 30s, 5m or 1h'],
    ['workers: 0', 'some.yaml:1: workers: must be at least 1'],
    ['workers: many', 'some.yaml:1: workers: must be a number'],
    ['level: [SHALL]', 'some.yaml:1: level.0: must be one of MUST, SHOULD, MAY'],
    ['known-failing:\n  - { id: a/b }', 'some.yaml:2: known-failing.0.reason: is missing'],
    [
      'known-failing:\n  - { id: a/b, why: c }',
      'some.yaml:2: known-failing.0.why is no setting. Allowed here: id, reason',
    ],
    ['name: nas', 'some.yaml:1: name: must read vendor/driver'],
    ['shard: 4/3', 'some.yaml:1: shard: i is at most n'],
    ['a: [1', 'some.yaml:1:'],
    ['- driver', 'some.yaml:1: the configuration: must be a map of keys and values'],
    ['isolation: some', 'some.yaml:1: isolation: must be one of full, none'],
  ])('%s', (yaml, expected) => {
    expect(complaint({ yaml })).toContain(expected);
  });

  test.each<[Parameters<typeof load>[0], string]>([
    [{ env: { FLEXCERT_WORKERS: 'x' } }, 'FLEXCERT_WORKERS: must be a number'],
    [{ env: { FLEXCERT_GLOBAL_TIMEOUT: 'x' } }, 'FLEXCERT_GLOBAL_TIMEOUT: "x" is no time'],
    [{ flags: { settings: { timeouts: { call: 'x' } } } }, '--timeout: "x" is no time'],
    [{ flags: { settings: {}, option: ['image'] } }, '--option: "image" is no key=value'],
    [{ flags: { settings: {}, option: ['a={{b}}'] } }, '--option a: {{b}} is no placeholder'],
    [{ flags: { settings: {}, volume: ['{a: 1}'] } }, '--volume: 0.a is no setting'],
    [{ flags: { settings: {}, config: '/nowhere.yaml' } }, 'cannot read the configuration /nowhere.yaml'],
    [{ flags: { settings: { 'known-failing': '/nowhere' } } }, 'cannot read the known failures /nowhere'],
  ])('%j', (options, expected) => {
    expect(complaint(options)).toContain(expected);
  });
});

test.each([
  ['xfs for its volumes', 'volumes: [{ fsType: xfs, options: { image: "{{image}}" } }]'],
  ['xfs on a device', 'volumes: [{ fsType: xfs, options: { device: "{{device}}" } }]'],
  ['xfs on its fixtures', 'fixtures: { filesystem: xfs }\nvolumes: [{ options: { image: "{{image}}" } }]'],
])('%s takes images that mkfs accepts: a driver would be blamed', (_, yaml) => {
  expect(complaint({ yaml })).toBe(
    'fixtures: 64 MiB is too little for xfs: set fixtures.sizeMiB to 300 or more',
  );
});

test('xfs without an image of ours may be of any size', () => {
  const yaml = 'volumes: [{ fsType: xfs, options: { server: "10.0.0.1" } }]';
  expect(load({ yaml }).settings.volumes[0]?.fsType).toBe('xfs');
});

test('on the host itself requirements run one after the other', () => {
  expect(load({ yaml: 'isolation: none\nworkers: 8' }).settings.workers).toBe(1);
});
