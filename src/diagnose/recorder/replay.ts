import type { Profile } from '../../kubelet/profile.ts';
import type { Conclusion } from '../../kubelet/types.ts';
import { bytesOf } from '../../record/bytes.ts';
import type { Isolation } from '../../sandbox/types.ts';
import { explainAnswer } from '../answer/explain-answer.ts';
import type { Cause } from '../match-rules.ts';
import { type MadeCall, runCalls } from '../run/run-calls.ts';
import { shapeOf } from './call-shape.ts';
import type { TracedCall } from './read-trace.ts';

export interface ReplayOptions {
  profile: Profile;
  isolation: Isolation;
  /** Milliseconds for each call. */
  limitMs: number;
  /** Values of secrets, which a trace does not hold: by key, as they are. */
  secrets: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** One call of the trace beside what the other build did. */
export interface Replayed {
  /** Index in the trace. */
  call: number;
  before: TracedCall;
  now: MadeCall & { conclusion: Conclusion };
  differences: Difference[];
  /** Why it goes wrong now, when it does and did not before. */
  causes: Cause[];
}

export interface Difference {
  /** outcome and error decide; the rest may well differ from run to run. */
  what:
    | 'outcome'
    | 'error'
    | 'exit'
    | 'device'
    | 'volumeName'
    | 'attached'
    | 'capabilities'
    | 'volumeNewSize'
    | 'message'
    | 'output';
  before: string;
  now: string;
}

/** Calls that were not made again, with the reason. */
export interface Skipped {
  call: number;
  reason: string;
}

/**
 * Makes the calls of a trace again, against another build of the driver, in one cell: in their order, with
 * the directories made and removed around them as a kubelet does.
 */
export async function replayTrace(
  executable: string,
  calls: readonly TracedCall[],
  options: ReplayOptions,
): Promise<{ replayed: Replayed[]; skipped: Skipped[] }> {
  const skipped: Skipped[] = [];
  const chosen = calls.flatMap((call, index) => {
    const reason = reasonToSkip(call);
    if (reason !== undefined) skipped.push({ call: index, reason });
    return reason === undefined ? [{ call, index }] : [];
  });
  const made = await runCalls(
    chosen.map(({ call }) => ({
      executable,
      argv: call.argv.map((argument) => withSecrets(argument, options.secrets)),
      ...directoriesOf(call),
    })),
    options,
  );
  const replayed = made.map((now, position) =>
    compare(chosen[position] as { call: TracedCall; index: number }, now, options.profile),
  );
  for (const { index } of chosen.slice(made.length))
    skipped.push({ call: index, reason: 'the cell ended before it' });
  return { replayed, skipped };
}

function reasonToSkip(call: TracedCall): string | undefined {
  if ((call.cutArguments ?? []).length > 0) return 'an argument was too long to be kept whole';
  return call.argv.length === 0 ? 'it had no command' : undefined;
}

/** What a kubelet does with the directory of a call: makes it before, removes it when the driver has left it. */
function directoriesOf({ argv }: TracedCall): { make?: string; remove?: string } {
  const [command = '', ...args] = argv;
  const at = (shapeOf(command) ?? []).findIndex((kind) => kind === 'directory' || kind === 'device-mount');
  const directory = at < 0 ? undefined : args[at];
  if (directory === undefined || !directory.startsWith('/')) return {};
  if (command === 'mount' || command === 'mountdevice') return { make: directory };
  return command === 'unmount' || command === 'unmountdevice' ? { remove: directory } : {};
}

function withSecrets(argument: string, secrets: ReplayOptions['secrets']): string {
  if (!argument.includes('kubernetes.io/secret/')) return argument;
  return argument.replace(
    /("kubernetes\.io\/secret\/([^"]+)":)"\[redacted\]"/g,
    (all, before: string, key: string) => {
      const value = secrets[key];
      return value === undefined ? all : `${before}"${Buffer.from(value).toString('base64')}"`;
    },
  );
}

function compare(
  { call: before, index }: { call: TracedCall; index: number },
  made: MadeCall,
  profile: Profile,
): Replayed {
  const [command = '', ...args] = before.argv;
  const explain = (output: Uint8Array, exit: MadeCall['exit']) =>
    explainAnswer({ command, args, output, exit, profile });
  const then = explain(bytesOf(before.output), before.exit as MadeCall['exit']);
  const now = explain(made.output, made.exit);
  const differences =
    before.unfinished === true ? [] : differencesOf(then.conclusion, now.conclusion, before, made);
  const worse = now.conclusion.outcome !== then.conclusion.outcome;
  return {
    call: index,
    before,
    now: { ...made, conclusion: now.conclusion },
    differences,
    causes: worse ? now.causes : [],
  };
}

/** A value of an answer, as its status or its end has it. */
type Field = string | boolean | bigint | object | null | undefined;

function differencesOf(then: Conclusion, now: Conclusion, before: TracedCall, made: MadeCall): Difference[] {
  const fields = ['device', 'volumeName', 'attached', 'capabilities', 'volumeNewSize', 'message'] as const;
  const rows: [Difference['what'], Field, Field][] = [
    ['outcome', then.outcome, now.outcome],
    ['error', then.error, now.error],
    ['exit', exitText(before.exit), exitText(made.exit)],
    ...(then.status === undefined || now.status === undefined ? [] : fields).map(
      (field): [Difference['what'], Field, Field] => [field, then.status?.[field], now.status?.[field]],
    ),
  ];
  const differing = rows
    .filter(([, a, b]) => text(a) !== text(b))
    .map(([what, a, b]) => ({ what, before: text(a), now: text(b) }));
  // The error of a Failure is the message once more.
  return differing.some(({ what }) => what === 'error')
    ? differing.filter(({ what }) => what !== 'message')
    : differing;
}

function exitText({
  code,
  signal,
  spawnError,
}: {
  code?: number | undefined;
  signal?: string | undefined;
  spawnError?: string | undefined;
}): string {
  return spawnError ?? signal ?? `exit ${code ?? 0}`;
}

function text(value: Field): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}
