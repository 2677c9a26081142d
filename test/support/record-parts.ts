import { recordBytes } from '../../src/record/bytes.ts';
import { LEVELS, type RecordedCall, type Result } from '../../src/record/schema.ts';

/** When the runs of the tests began: 2 March 2026, 09:30 UTC. */
export const T0 = Date.UTC(2026, 2, 2, 9, 30);

const NAMES: Readonly<Record<string, readonly string[]>> = {
  discovery: ['is-executable', 'has-interpreter', 'works-from-another-cwd'],
  protocol: ['answers-one-document', 'keeps-stderr-quiet', 'refuses-unknown-commands'],
  init: ['states-capabilities', 'is-quick', 'is-repeatable'],
  attach: ['names-a-device', 'is-idempotent', 'keeps-volumes-apart'],
  waitforattach: ['names-the-device', 'answers-sigterm'],
  mountdevice: ['mounts-there', 'keeps-an-existing-filesystem', 'fails-on-a-wrong-device'],
  mount: ['mounts-there', 'is-idempotent', 'honours-read-only', 'shares-between-pods'],
  unmount: ['is-idempotent', 'keeps-data', 'leaves-the-other-pod'],
  detach: ['takes-the-spec-name', 'is-idempotent', 'frees-the-device'],
  lifecycle: ['ten-times-over', 'survives-a-restart'],
  security: ['quotes-options', 'keeps-secrets'],
  cleanup: ['leaves-no-mount', 'leaves-no-process'],
};

const SENTENCES = [
  'be executable for everyone, since the controller-manager may not be root',
  'name an interpreter that exists on the node',
  'answer the same from any working directory',
  'answer Success, without a second mount, when the volume is already mounted there',
  'write exactly one JSON document to the output that stdout and stderr share',
  'leave no mount behind when mountdevice fails, because the kubelet detaches the device without cleaning up',
];

/** Requirements over all areas, with the calls of one or two volumes each, all passed. */
export function catalogue(count: number, callsEach = 4): Result[] {
  const ids = Object.entries(NAMES).flatMap(([area, names]) => names.map((name) => `${area}/${name}`));
  return Array.from({ length: count }, (_, index): Result => {
    const id = ids[index % ids.length] as string;
    const round = Math.floor(index / ids.length);
    const calls = lifeOf(index, callsEach);
    return {
      id: round === 0 ? id : `${id}-${round + 1}`,
      level: LEVELS[index % 5 < 3 ? 0 : index % 5 === 3 ? 1 : 2],
      status: 'passed',
      sentence: SENTENCES[index % SENTENCES.length] as string,
      reference: 'the kubelet repeats mount after a restart: docs/kubelet.md#restart',
      kubelet: '1.32',
      startedAt: new Date(T0 + index * 120).toISOString(),
      durationMs: 100 + calls.reduce((sum, { durationMs }) => sum + durationMs, 0),
      calls,
    };
  });
}

const LIFE = [
  'init',
  'getvolumename',
  'attach',
  'waitforattach',
  'mountdevice',
  'mount',
  'unmount',
  'unmountdevice',
  'detach',
];

function lifeOf(index: number, count: number): RecordedCall[] {
  return Array.from({ length: count }, (_, at) => {
    const command = LIFE[at % LIFE.length] as string;
    const volume = command === 'init' ? undefined : `vol-${index}-${at % 2}`;
    const durationMs = 3 + ((index * 7 + at * 13) % 40);
    return driverCall(command, { volume, durationMs, startedAt: T0 + index * 120 + at * 45 });
  });
}

export interface CallParts {
  output?: string | Uint8Array;
  code?: number;
  signal?: string;
  end?: RecordedCall['end'];
  durationMs?: number;
  startedAt?: number;
  volume?: string | undefined;
  waitedMs?: number;
}

const OPTIONS =
  '{"image":"/srv/images/vol-1.img","kubernetes.io/fsType":"ext4","kubernetes.io/pvOrVolumeName":"vol-1","kubernetes.io/readwrite":"rw"}';
const POD_DIRECTORY =
  '/var/lib/kubelet/pods/6d1c9a52-2f8e-4d5c-9a2f-3c1b0f7d8e11/volumes/example.com~nas/vol-1';
const DEVICE_DIRECTORY = '/var/lib/kubelet/plugins/kubernetes.io/flexvolume/example.com/nas/mounts/vol-1';
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  init: [],
  getvolumename: [OPTIONS],
  attach: [OPTIONS, 'node-1'],
  waitforattach: ['/dev/loop7', OPTIONS],
  mountdevice: [DEVICE_DIRECTORY, '/dev/loop7', OPTIONS],
  mount: [POD_DIRECTORY, OPTIONS.replace('}', ',"kubernetes.io/secret/password":"[redacted]"}')],
  unmount: [POD_DIRECTORY],
  unmountdevice: [DEVICE_DIRECTORY],
  detach: ['vol-1', 'node-1'],
};

/** One call as a run records it. What the kubelet concludes follows from the exit code alone here. */
export function driverCall(command: string, parts: CallParts): RecordedCall {
  const { output = '{"status":"Success"}\n', code = 0, durationMs = 4.2, volume = 'vol-1' } = parts;
  const bytes = Buffer.from(output);
  const good = parts.signal === undefined && code === 0;
  return {
    argv: [command, ...(ARGUMENTS[command] ?? [])],
    output: recordBytes({ output: bytes, outputBytes: bytes.length }),
    exit: parts.signal === undefined ? { code } : { signal: parts.signal },
    end: parts.end ?? 'eof',
    startedAt: new Date(parts.startedAt ?? T0).toISOString(),
    exitMs: parts.end === 'held' ? durationMs * 0.1 : durationMs - 0.3,
    durationMs,
    conclusion: good
      ? { outcome: 'success', status: { status: 'Success' } }
      : { outcome: 'failure', error: `${command} command failed, status: Failure, reason: already mounted` },
    ...('volume' in parts && parts.volume === undefined ? {} : { volume }),
    ...(parts.waitedMs === undefined ? {} : { waitedMs: parts.waitedMs }),
  };
}
