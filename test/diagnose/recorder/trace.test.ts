import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/diagnose/recorder/check-answers.ts';
import { checkCalls } from '../../../src/diagnose/recorder/check-calls.ts';
import { readTrace, type TracedCall } from '../../../src/diagnose/recorder/read-trace.ts';
import { replayTrace } from '../../../src/diagnose/recorder/replay.ts';
import { showTrace } from '../../../src/diagnose/text/show-trace.ts';
import { marshalOptions, mountOptions, volumeOptions } from '../../../src/kubelet/options.ts';
import { profileFor } from '../../../src/kubelet/profile.ts';
import type { PodSpec, VolumeSpec } from '../../../src/kubelet/types.ts';
import { needs } from '../../support/needs.ts';
import { recorded } from './recorded-driver.ts';

const profile = profileFor('1.32');
const volume: VolumeSpec = {
  driver: 'example.com/nas',
  name: 'data',
  fsType: '',
  readOnly: false,
  options: { share: 'a<b' },
  secret: { pw: Buffer.from('s3cret') },
};
const pod: PodSpec = { name: 'p', namespace: 'n', uid: 'u-1', serviceAccountName: 'default' };
const J = marshalOptions(volumeOptions(volume, profile), profile);
const MJ = marshalOptions(mountOptions(volume, pod, profile), profile);
const DIR = '/var/lib/kubelet/pods/u-1/volumes/example.com~nas/data';
const GDIR = '/var/lib/kubelet/plugins/kubernetes.io/flexvolume/example.com/nas/mounts/data';

function call(
  argv: string[],
  outcome: TracedCall['conclusion']['outcome'] = 'success',
  text = '{"status":"Success"}',
): TracedCall {
  return {
    argv,
    output: { text, length: text.length },
    exit: { code: 0 },
    end: 'eof',
    startedAt: '2026-01-01T00:00:00.000Z',
    exitMs: 1,
    durationMs: 1,
    conclusion: { outcome },
  };
}

/** A life as a kubelet makes it. */
const LIFE = [
  ['init'],
  ['getvolumename', J],
  ['attach', J, 'node'],
  ['waitforattach', '/dev/x', J],
  ['mountdevice', GDIR, '/dev/x', J],
  ['mount', DIR, MJ],
  ['isattached', J, 'node'],
  ['expandfs', J, '/dev/x', DIR, '2', '1'],
  ['expandvolume', J, GDIR, '2', '1'],
  ['unmount', DIR],
  ['unmountdevice', GDIR],
  ['detach', 'data', 'node'],
];

describe('a trace checked against the protocol', () => {
  it('has nothing odd in what a kubelet does', () => {
    expect(
      checkCalls(
        LIFE.map((argv) => call(argv)),
        profile,
      ),
    ).toEqual([]);
  });

  it.each([
    [['mount', DIR, '/dev/x', MJ], /mount gets 2 arguments/],
    [['detach', '/dev/x', 'node'], /the name of the volume, not a device/],
    [['frobnicate'], /no kubelet calls frobnicate/],
    [[], /without a command/],
    [['getvolumename', J.replace(':', ': ')], /not written as Go writes them/],
    [['getvolumename', '{"a":1}'], /no JSON object of texts/],
    [['attach', MJ, 'node'], /attach is given a secret/],
    [['mount', DIR, J], /lack kubernetes\.io\/pod\.uid/],
    [['mount', DIR.replace('data', 'other'), MJ], /the directory is of volume other/],
    [['mount', DIR.replace('u-1', 'u-2'), MJ], /of pod u-2/],
    [['unmount', '/mnt'], /pods\/<uid>\/volumes/],
    [['unmountdevice', '/mnt'], /flexvolume\/<vendor>/],
    [['expandvolume', J, GDIR, '2Gi', '1'], /whole bytes/],
  ])('tells %j', (argv, what) => {
    expect(checkCalls([call(argv)], profile).map((odd) => odd.what)).toEqual([expect.stringMatching(what)]);
  });

  it('tells a command that is called again after Not supported, unless init came between', () => {
    const refused = call(['getvolumename', J], 'not-supported');
    expect(checkCalls([call(['init']), refused, refused], profile)).toMatchObject([
      { call: 2, what: expect.stringContaining('called again') },
    ]);
    expect(checkCalls([refused, call(['init']), refused], profile)).toEqual([]);
    expect(checkCalls([call(['expandfs', J, '', DIR, '2', '1'])], profileFor('1.12'))).toMatchObject([
      { what: expect.stringContaining('does not know expandfs') },
    ]);
  });

  it('tells answers that are misread, alike ones together', () => {
    const bad = call(['mount', DIR, MJ], 'failure', '-ne {"status":"Success"}');
    const findings = checkAnswers(
      [call(['init'], 'success', '{"status":"Success","capabilities":{"attach":false}}'), bad, bad],
      '1.32',
    );
    expect(findings).toMatchObject([{ calls: [1, 2], command: 'mount', causes: [{ rule: 'echo-flags' }] }]);
  });
});

const SCRIPT = `#!/bin/sh
case $1 in
  init) echo '{"status":"Success","capabilities":{"attach":false}}' ;;
  mount) echo '{"status":"Success","message":"v1"}' ;;
  unmount) echo '{"status":"Success"}' ;;
  *) echo '{"status":"Not supported"}'; exit 1 ;;
esac
`;

describe('a trace', () => {
  it('is told as a story, and goes through JSON unchanged', async () => {
    await recorded(SCRIPT, undefined, async ({ executable, trace, call: make, read }) => {
      for (const argv of [
        ['init'],
        ['getvolumename', J],
        ['getvolumename', J],
        ['mount', DIR, MJ],
        ['unmount', DIR],
      ])
        await make(executable, ...argv);
      const story = showTrace(read(), [], [], { color: false, width: 100 });
      expect(story).toMatch(/^example\.com\/nas: 5 calls, /);
      expect(story).toMatch(/✓ init +\d+ms\n/);
      expect(story).toMatch(/· getvolumename data +\d+ms 2 times\n +not supported\n/);
      const file = `${trace}.json`;
      writeFileSync(file, JSON.stringify({ kind: 'trace', ...read() }));
      expect(readTrace(file, profile)).toEqual(read());
      rmSync(file);
    });
  });

  it('tells how a call ended, that it wrote nothing, and that something kept its output open', () => {
    const calls: TracedCall[] = [
      { ...call(['unmount', DIR], 'failure', ''), exit: { signal: 'SIGKILL' } },
      { ...call(['mount', DIR, MJ], 'failure', '{"status":"Success"}'), exit: { code: 3 } },
      { ...call(['init']), exitMs: 10, durationMs: 2010 },
    ];
    const story = showTrace({ driver: 'v/d', calls }, checkAnswers(calls, '1.32'), [], {
      color: false,
      width: 100,
    });
    expect(story).toMatch(/✗ unmount .* 1ms, killed by SIGKILL\n[\s\S]*wrote nothing\n/);
    expect(story).toMatch(/✗ mount .* 1ms, exit 3\n/);
    expect(story).toContain('kept stdout or stderr open for 2.0 s more');
  });

  it('that is none is refused with its reason', async () => {
    await withDir(
      async ({ path }) => {
        expect(() => readTrace(join(path, 'no'), profile)).toThrow(/no trace at/);
        expect(() => readTrace(path, profile)).toThrow(/no parts in it/);
        writeFileSync(join(path, 'x.json'), '{"kind":"record"}');
        expect(() => readTrace(join(path, 'x.json'), profile)).toThrow(/is no trace/);
      },
      { unsafeCleanup: true },
    );
  });

  it('survives files that were cut off', async () => {
    await withDir(
      async ({ path }) => {
        const part = join(path, 'example.com~nas/100001');
        mkdirSync(part, { recursive: true });
        writeFileSync(join(part, '1.0.1.call'), 'flexcert-call 1\nup 1.0\npid 1\nzero x\nargs 4 1\n\ninit\0');
        writeFileSync(join(part, '1.0.2.call'), 'flexcert-');
        writeFileSync(join(part, '1.0.3.call'), '');
        writeFileSync(join(part, '1.0.4.call'), 'flexcert-call 1\nup 1.0\npid 1\nzero x\nargs 4\n\ninit\0');
        const { calls } = readTrace(join(path, 'example.com~nas'), profile);
        expect(calls).toMatchObject([{ argv: ['init'], unfinished: true }]);
      },
      { unsafeCleanup: true },
    );
  });

  it('is replayed against another build, apart from the host, secrets filled in', async (context) => {
    needs(context, 'root');
    await recorded(SCRIPT, undefined, async ({ executable, directory, call: make, read }) => {
      for (const argv of [['init'], ['mount', DIR, MJ], ['unmount', DIR], ['detach', 'data', 'node']])
        await make(executable, ...argv);
      const other = join(directory, '../other');
      writeFileSync(
        other,
        SCRIPT.replace('"v1"', '"v2"')
          .replace('unmount) echo', 'unmount) [ -d "$2" ] || exit 9; echo oops; echo')
          .replace(
            'mount) echo',
            'mount) case $3 in *c2VjcmV0*|*czNjcmV0*) ;; *) exit 8 ;; esac; mkdir -p "$2"; echo',
          ),
        { mode: 0o755 },
      );
      const options = { profile, isolation: 'full', limitMs: 20_000, secrets: { pw: 's3cret' } } as const;
      const { replayed, skipped } = await replayTrace(other, read().calls, options);
      expect(skipped).toEqual([]);
      expect(replayed.map(({ differences }) => differences.map(({ what }) => what))).toEqual([
        [],
        ['message'],
        ['outcome', 'error'],
        [],
      ]);
      expect(replayed[2]?.causes.map(({ rule }) => rule)).toContain('text-before-answer');
      expect(readFileSync(other, 'utf8')).toContain('v2');
    });
  });
});
