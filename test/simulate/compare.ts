import type { StepResult } from '../../src/simulate/play.ts';

/** What a recording expects of a step; all lists but `calls` and `atMs` are sets. */
export interface Expected extends Omit<Partial<StepResult>, 'op'> {}

export interface Recording {
  name: string;
  kubelet: { controllerAttachDetach?: boolean };
  unordered?: boolean;
  steps: { op: string; expect: Expected }[];
}

const TICKS_MS = 200;
/** Modes of these roots are the host's: the kernel's and mkfs's own defaults. */
const HOST_TYPES = /^(tmpfs|ext[234]|xfs) /;

/**
 * Where what was played differs from a recording, compared as fixtures/recordings/README.md says.
 * @param rootType filesystem type of the root here, which bind mounts have
 */
export function differences(recording: Recording, played: readonly StepResult[], rootType: string): string[] {
  return recording.steps.flatMap(({ op, expect }, index) => {
    const got = played[index];
    if (got === undefined) return [`step ${index} ${op}: was not played`];
    return stepDifferences(recording, expect, got, rootType).map((text) => `step ${index} ${op}: ${text}`);
  });
}

function stepDifferences(
  recording: Recording,
  expect: Expected,
  got: StepResult,
  rootType: string,
): string[] {
  const found: string[] = [];
  const same = (what: string, a: unknown, b: unknown): void => {
    if (JSON.stringify(a) !== JSON.stringify(b)) {
      found.push(`${what}: expected ${JSON.stringify(a)}, got ${JSON.stringify(b)}`);
    }
  };
  for (const key of ['error', 'size', 'done', 'attached'] as const) same(key, expect[key], got[key]);
  const sorted = (list: readonly string[] = []): string[] => [...list].sort();
  const mounts = sorted(got.mounts).map((mount) => mount.replace(new RegExp(`^${rootType} `), 'ext4 '));
  same('mounts', sorted(expect.mounts).filter(unique), mounts.filter(unique));
  same('readOnlyMounts', sorted(expect.readOnlyMounts), sorted(got.readOnlyMounts));
  const ofHost = (expect.mounts ?? [])
    .filter((m) => HOST_TYPES.test(m))
    .map((m) => m.replace(HOST_TYPES, ''));
  const withoutHostModes = (list: readonly string[] = []): string[] =>
    sorted(
      list.map((line) => (ofHost.includes(line.split(' ')[0] ?? '') ? (line.split(' ')[0] ?? '') : line)),
    );
  same('directories', withoutHostModes(expect.directories), withoutHostModes(got.directories));
  if (expect.owners !== undefined) same('owners', sorted(expect.owners), sorted(got.owners));
  found.push(...callDifferences(recording, expect, got));
  return found;
}

function callDifferences(recording: Recording, expect: Expected, got: StepResult): string[] {
  const wanted = collapse(expect.calls ?? [], expect.atMs ?? []);
  const made = collapse(got.calls, got.atMs);
  if (recording.unordered === true) {
    wanted.sort(byText);
    made.sort(byText);
  }
  const found: string[] = [];
  const isLoose = recording.kubelet.controllerAttachDetach === true || recording.unordered === true;
  for (let index = 0; index < Math.max(wanted.length, made.length); index++) {
    const [a, b] = [wanted[index], made[index]];
    if (a?.text !== b?.text) {
      return [...found, `call ${index}: expected ${a?.text} at ${a?.at}, got ${b?.text} at ${b?.at}`];
    }
    if (!isLoose && Math.abs((a?.at ?? 0) - (b?.at ?? 0)) > TICKS_MS) {
      found.push(`call ${index} ${a?.text.slice(0, 30)}: expected at ${a?.at} ms, got ${b?.at} ms`);
    }
  }
  return found;
}

interface Call {
  text: string;
  at: number;
}

/** A run of consecutive equal getvolumename calls counts as one. */
function collapse(calls: readonly (readonly string[])[], atMs: readonly number[]): Call[] {
  const all = calls.map((call, index) => ({ text: JSON.stringify(call), at: atMs[index] ?? 0 }));
  return all.filter(
    (call, index) => calls[index]?.[0] !== 'getvolumename' || call.text !== all[index - 1]?.text,
  );
}

function byText(a: Call, b: Call): number {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

function unique<T>(value: T, index: number, list: readonly T[]): boolean {
  return list.indexOf(value) === index;
}
