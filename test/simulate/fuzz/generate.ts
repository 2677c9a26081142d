import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { COMMANDS } from '../../../src/kubelet/types.ts';
import { RELEASES } from '../releases.ts';

/** A driver that nobody wrote, and the life of a pod or two that it is to serve. */
export interface Generated {
  /** The executable. `$STATE` is an empty directory of its own. */
  driver: string;
  release: string;
  /** What `readScenario` reads. */
  scenario: { kubelet?: object; manifests: unknown[]; steps: object[]; brokenNeighbour?: string };
}

interface Recorded {
  kubelet: object;
  manifests: { kind: string; metadata: { name: string } }[];
}

const recordings = new URL('../../../fixtures/recordings/scenarios-1.20/', import.meta.url);
/** Volumes of all kinds: inline, of a PV, with secrets, of two pods, attached by a controller. */
const lives = readdirSync(recordings)
  .sort()
  .map((name) => JSON.parse(readFileSync(new URL(name, recordings), 'utf8')) as Recorded);

/** Of virtual time: enough for a few retries. */
const ms = fc.integer({ min: 0, max: 4_000 });
const DEVICES = ['', '/dev/loop0', '/dev/null', '/dev/nowhere', 'x', '/'];

const fields = fc.record(
  {
    status: fc.constantFrom('Success', 'Success', 'Success', 'Failure', 'Not supported', 'success', ''),
    message: fc.string({ maxLength: 20, unit: 'binary' }),
    device: fc.constantFrom(...DEVICES),
    volumeName: fc.oneof(fc.constantFrom('', '/', '..', 'a/b'), fc.string({ maxLength: 20, unit: 'binary' })),
    attached: fc.oneof(fc.boolean(), fc.constant('true')),
    capabilities: fc.oneof(
      fc.dictionary(fc.constantFrom('attach', 'fsGroup'), fc.boolean()),
      fc.constant(null),
    ),
    volumeNewSize: fc.oneof(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(Number), fc.constant('1Gi')),
  },
  { requiredKeys: ['status'] },
);
const success = fc.constant(Buffer.from('{"status":"Success"}'));
const document = fields.map((value) => Buffer.from(JSON.stringify(value)));
const mutilated = fc
  .tuple(document, fc.nat(), fc.uint8Array({ maxLength: 4 }), fc.nat(8))
  .map(([bytes, at, inserted, left]) => {
    const place = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, place), inserted, bytes.subarray(place + left)]);
  });
const bytes = fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array));
const output = fc.oneof(
  { weight: 5, arbitrary: success },
  { weight: 4, arbitrary: document },
  { weight: 2, arbitrary: mutilated },
  { weight: 1, arbitrary: bytes },
);

/** Failures are ignored, as careless drivers do. `$2` is a directory for the commands that mount. */
const ACTS = [
  'mount -n -t tmpfs generated "$2"',
  'mount -n -t tmpfs generated "$2"',
  'mount -n --bind "$STATE" "$2"',
  'mount -n -t tmpfs generated "$(dirname "$2")"',
  'umount "$2"',
  'umount "$2"',
  'umount -l "$2"',
  'rmdir "$2"',
  'rmdir "$2" && ln -s /etc "$2"',
  'rmdir "$2" && : >"$2"',
  ': >"$2/left"',
  'mkdir -p "$2/a/b"',
  'chmod 0 "$2"',
  'chattr +i "$2"',
  'touch "$0"',
  'rm "$0"',
  'mkdir "$(dirname "$0")/new"',
  'head -c 200000 /dev/zero',
  'exec >&-',
  'sleep 0.02 &',
  'sleep 0.02 >/dev/null 2>&1 &',
  'sleep 0.02',
  'kill -9 $$',
  'kill -9 0',
  'kill -SEGV $$',
];
const answer = fc.record({
  acts: fc.array(fc.constantFrom(...ACTS), { maxLength: 2 }),
  output,
  toStderr: fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  exit: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 255 }) },
  ),
});
type Answer = typeof answer extends fc.Arbitrary<infer Value> ? Value : never;

const answers = fc.record(
  Object.fromEntries(COMMANDS.map((command) => [command, fc.array(answer, { minLength: 1, maxLength: 3 })])),
  { requiredKeys: ['init'] },
);

const step = (pods: readonly string[]): fc.Arbitrary<object> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ op: fc.constant('addPodNoWait'), pod: fc.constantFrom(...pods), ms }),
    },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('deletePod'), pod: fc.constantFrom(...pods), ms }) },
    {
      weight: 3,
      arbitrary: fc.record({
        op: fc.constantFrom(
          'restart',
          'restartKeep',
          'removeDriver',
          'restoreDriver',
          'touchDriver',
          'unlinkDriver',
        ),
        ms,
      }),
    },
    { weight: 1, arbitrary: fc.constant({ op: 'verifyAttached' }) },
    { weight: 1, arbitrary: fc.constant({ op: 'expand', arg: { new: '2Gi', old: '1Gi' } }) },
  );

const life = fc.constantFrom(...lives).chain(({ kubelet, manifests }) => {
  const pods = manifests.filter(({ kind }) => kind === 'Pod').map(({ metadata }) => metadata.name);
  const first = { op: 'addPodNoWait', pod: pods[0], ms: 3_000 };
  const last = pods.map((pod) => ({ op: 'deletePod', pod, ms: 3_000 }));
  return fc
    .array(step(pods), { maxLength: 4 })
    .map((steps) => ({ kubelet, manifests, steps: [first, ...steps, ...last] }));
});

/** The same ones for the same seed. */
export function generate(count: number, seed: number): Generated[] {
  const one = fc.record({
    driver: answers.map(script),
    release: fc.constantFrom(...RELEASES),
    scenario: life,
  });
  return fc.sample(one, { numRuns: count, seed });
}

/** The answers of a command come in turn. */
function script(all: Partial<Record<string, Answer[]>>): string {
  return [
    '#!/bin/sh',
    'count=0',
    'if [ -r "$STATE/$1" ]; then read -r count <"$STATE/$1"; fi',
    'echo $((count + 1)) >"$STATE/$1"',
    'case $1 in',
    ...Object.entries(all).flatMap(([command, list = []]) => [
      `${command}) case $((count % ${list.length})) in`,
      ...list.flatMap((one, index) => [`${index})`, ...statements(one), ';;']),
      'esac ;;',
    ]),
    `*) printf '{"status":"Not supported"}'; exit 1 ;;`,
    'esac',
    '',
  ].join('\n');
}

function statements({ acts, output: written, toStderr, exit }: Answer): string[] {
  const octal = Array.from(written, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return [
    ...acts.map((act) => (/^(head|exec|sleep|kill)/.test(act) ? act : `{ ${act}; } >/dev/null 2>&1`)),
    `printf '${octal}'${toStderr ? ' >&2' : ''}`,
    `exit ${exit}`,
  ];
}
