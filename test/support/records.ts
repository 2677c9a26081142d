import { recordBytes } from '../../src/record/bytes.ts';
import type { FlexcertRecord, RecordedCall, Result } from '../../src/record/schema.ts';
import { deriveSummary } from '../../src/record/verdict.ts';
import { catalogue, driverCall, T0 } from './record-parts.ts';

/** A record like that of a run, its summary derived as a run derives it. */
export function buildRecord(results: Result[], rest: Partial<FlexcertRecord> = {}): FlexcertRecord {
  const releases = [...new Set(results.map(({ kubelet }) => kubelet))];
  return {
    version: 1,
    tool: { name: 'flexcert', version: '0.1.0', suite: '1.0' },
    driver: {
      name: 'example.com/nas',
      path: './example.com~nas',
      files: { nas: 'a'.repeat(64), 'lib/common.sh': 'b'.repeat(64) },
      version: '2.4.1',
      capabilities: {
        attach: true,
        selinuxRelabel: true,
        supportsMetrics: false,
        fsGroup: true,
        requiresFSResize: true,
      },
      commands: [
        'init',
        'getvolumename',
        'attach',
        'waitforattach',
        'mountdevice',
        'mount',
        'unmount',
        'detach',
      ],
    },
    kubelet: {
      releases: (releases.length === 0 ? ['1.32'] : releases).map((release) => ({
        release,
        measured: release === '1.32' || release === '1.20',
        unmeasured: release === '1.27' ? ['looks-mounted-by-kernel', 'restart-without-attach'] : [],
      })),
    },
    environment: {
      kernel: '5.10.0',
      node: 'v20.20.2',
      utilLinux: '2.36.1',
      filesystems: ['ext4', 'xfs', 'tmpfs'],
      user: 'root',
      isolation: 'full',
      capabilitiesMissing: ['CAP_SYS_RESOURCE'],
      lacks: [],
    },
    config: {
      volumes: [{ fsType: 'ext4', options: { image: '{{image}}' }, secret: { password: '[redacted]' } }],
    },
    startedAt: new Date(T0).toISOString(),
    durationMs: 1234.5 + results.reduce((sum, { durationMs }) => sum + durationMs, 0),
    limits: [],
    leaks: [],
    results,
    ...rest,
    summary: deriveSummary({ results, strict: rest.strict, ended: rest.ended }),
  };
}

/** Everything passed or does not apply. */
export function allPass(): FlexcertRecord {
  return buildRecord(
    catalogue(38).map((result, index) =>
      index % 9 === 4
        ? { ...result, status: 'not-applicable', message: 'the driver does not support expandfs', calls: [] }
        : result,
    ),
  );
}

/** Failures of each level, our own error, a known failure, one that passes though known, leaks, two releases. */
export function withFailures(): FlexcertRecord {
  const results = ['1.20', '1.32'].flatMap((kubelet) =>
    catalogue(40).map((result) => ({ ...result, kubelet })),
  );
  const change = (index: number, change: Partial<Result>) => {
    results[index] = { ...(results[index] as Result), ...change };
    // A requirement has one level, whatever became of it on which release.
    const { id, level } = results[index];
    for (const result of results) if (result.id === id) result.level = level;
  };
  const failing = driverCall('mount', {
    output: '{"status":"Failure","message":"already mounted"}\n',
    code: 1,
  });
  change(3, {
    level: 'MUST',
    status: 'failed',
    message: 'expected Success to the second mount\ncame Failure: already mounted',
    calls: [driverCall('mount', {}), failing],
    diagnosis: [
      {
        rule: 'not-idempotent',
        cause: 'the driver refuses what is mounted already',
        mend: 'test with mountpoint -q first',
      },
    ],
  });
  change(8, { level: 'SHOULD', status: 'failed', message: 'init took 1.4 s, should take 1 s at most' });
  change(12, { level: 'MAY', status: 'failed', message: 'no expandvolume', notes: ['answers in 3 ms'] });
  change(17, {
    level: 'MUST',
    status: 'error',
    message: 'losetup: cannot find an unused loop device',
    calls: [],
  });
  change(21, {
    level: 'MUST',
    status: 'known-failure',
    known: 'issue 42',
    message: 'detach failed',
    attempts: 3,
  });
  change(30, { level: 'MUST', status: 'passed', known: 'issue 7' });
  change(55, {
    level: 'MUST',
    status: 'failed',
    message: 'waitforattach did not end within 10 min',
    calls: [driverCall('waitforattach', { output: '', signal: 'SIGTERM', end: 'held', durationMs: 30_000 })],
  });
  return buildRecord(results, {
    seed: '4711',
    limits: ['call limit of 30 s reached by waitforattach/answers-sigterm'],
    leaks: [
      {
        kind: 'mount',
        what: '/var/lib/kubelet/pods/1/volumes/x',
        requirement: results[3]?.id ?? '',
        mend: ['umount /x'],
      },
      { kind: 'loop', what: '/dev/loop7 (/tmp/image)', requirement: results[55]?.id ?? '' },
    ],
  });
}

/** Every byte sequence that breaks a report somewhere. */
export const HOSTILE_OUTPUTS: readonly Uint8Array[] = [
  Buffer.from('\x1b[31mred\x1b[0m\x00\x07\x7f'),
  Buffer.from([0x7b, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5, 0x7d]),
  Buffer.from(']]> <![CDATA[ ]]]]>> & < > " \' </script><!-- --> <script>alert(1)</script>'),
  Buffer.from('\ufeff{"status":"Success"}\ufffe\uffff\ufffd\u202e\u200b\u0085\u2028'),
  Buffer.from('line\r\nline\rline\n\ttab'),
  Buffer.from(
    '| pipe | `tick` ``` <details> # - * ::error::x %0A @everyone ![x](http://example.invalid/x.png)',
  ),
  Buffer.from('ok 1 - forged\nnot ok 2\nBail out!\n1..0\n---\n...\n'),
  Buffer.from('x'.repeat(200_000)),
  Buffer.from('👩‍👩‍👧 ünïcode Ω 漢字 \u{10ffff}\u{1f600}'),
];

/** A driver that prints the worst, in every field that a driver can reach. */
export function hostileRecord(): FlexcertRecord {
  const results = catalogue(HOSTILE_OUTPUTS.length).map((result, index): Result => {
    const output = HOSTILE_OUTPUTS[index] as Uint8Array;
    const text = Buffer.from(output).toString().slice(0, 5000);
    const call: RecordedCall = {
      ...driverCall('mount', { code: 1 }),
      argv: ['mount', `/var/lib/kubelet/${text}`, JSON.stringify({ evil: text })],
      output: recordBytes({ output, outputBytes: output.length }),
      conclusion: { outcome: 'failure', error: text, status: { status: text } },
      volume: text.slice(0, 100),
    };
    return {
      ...result,
      level: 'MUST',
      status: 'failed',
      message: `came ${text}`,
      reference: text,
      calls: [call],
    };
  });
  // Text that no UTF-8 decoder makes, but a JSON file may hold.
  results.push({
    ...(results[0] as Result),
    id: 'mount/lone',
    message: 'lone \ud800 and \udc00x',
    calls: [],
  });
  const record = buildRecord(results);
  const nasty = '\x1b]0;title\x07</title>]]>"\'&<b>';
  return {
    ...record,
    driver: { ...record.driver, version: nasty, path: nasty, name: `evil.test/${nasty}` },
    leaks: [{ kind: 'file', what: nasty, requirement: 'mount/lone', mend: [`rm ${nasty}`] }],
    environment: { ...record.environment, lacks: [nasty] },
  };
}

/** A run without root that was interrupted. */
export function incomplete(): FlexcertRecord {
  const results = catalogue(30).map(
    (result, index): Result =>
      index % 3 === 0
        ? {
            ...result,
            level: 'MUST',
            status: 'skipped',
            message: 'needs root: no loop device as an ordinary user',
            calls: [],
          }
        : result,
  );
  const record = buildRecord(results, {
    ended: 'SIGINT',
    shard: '1/2',
    selection: ['--grep mount'],
    leaks: [],
  });
  return { ...record, environment: { ...record.environment, user: 'user', lacks: ['root', 'loop devices'] } };
}

/** As many requirements as asked for, with calls of several volumes. */
export function large(requirements = 400, callsEach = 6): FlexcertRecord {
  return buildRecord(catalogue(requirements, callsEach), {});
}

/** The five records that every format is tried on. */
export const FIVE: Readonly<Record<string, () => FlexcertRecord>> = {
  'all pass': allPass,
  failures: withFailures,
  'hostile output': hostileRecord,
  incomplete,
  '400 requirements': () => large(400),
};
