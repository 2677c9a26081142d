import { readdirSync, readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { UsageError } from '../../errors.ts';
import { concludeAnswer } from '../../kubelet/answer.ts';
import { marshalStatus } from '../../kubelet/json/marshal-status.ts';
import type { Profile } from '../../kubelet/profile.ts';
import { recordBytes } from '../../record/bytes.ts';
import { callSchema, type RecordedCall } from '../../record/schema.ts';
import { volumeOfCall } from './call-shape.ts';
import { KEPT_ARGUMENT, KEPT_OUTPUT } from './shim-script.ts';

/** Calls of one driver as a real kubelet made them, oldest first. */
export interface Trace {
  /** `vendor/driver`. */
  driver: string;
  calls: TracedCall[];
}

/** A recorded call; what is not known of it has the value that a call has which went well. */
export type TracedCall = RecordedCall & {
  /** No end was written down: it still runs, or the shim was killed. */
  unfinished?: true;
  /** Arguments that were too long to be kept whole, by index. */
  cutArguments?: number[];
};

/** A trace as one JSON document, as `record show --json` prints it. */
export const traceSchema = z.object({
  kind: z.literal('trace'),
  driver: z.string(),
  calls: z.array(
    callSchema.extend({
      unfinished: z.literal(true).optional(),
      cutArguments: z.array(z.number()).optional(),
    }),
  ),
});

/**
 * Reads a trace: the directory that a shim writes into, or the JSON document made of one.
 *
 * @throws UsageError when it is neither
 */
export function readTrace(path: string, profile: Profile): Trace {
  let isDirectory: boolean;
  try {
    isDirectory = statSync(path).isDirectory();
  } catch (error) {
    throw new UsageError(`no trace at ${path}: ${(error as Error).message}`);
  }
  return isDirectory ? readDirectory(path, profile) : readDocument(path);
}

function readDocument(path: string): Trace {
  try {
    const { driver, calls } = traceSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { driver, calls: calls as TracedCall[] };
  } catch (error) {
    throw new UsageError(
      `${path} is no trace: ${(error as Error).message.split('\n')[0]}. Give the directory below --trace, or what \`record show --json\` printed`,
    );
  }
}

function readDirectory(path: string, profile: Profile): Trace {
  const parts = readdirSync(path)
    .filter((name) => /^\d{6}$/.test(name))
    .sort();
  if (parts.length === 0)
    throw new UsageError(
      `${path} is no trace: it has no parts in it. It is the directory below --trace that has the name of the driver's directory`,
    );
  const calls = parts.flatMap((part) => readPart(join(path, part), profile));
  const directory = path.replace(/\/+$/, '').split('/').at(-1) as string;
  return {
    driver: directory.replaceAll('~', '/'),
    calls: calls.sort((a, b) => a.startedAt.localeCompare(b.startedAt)),
  };
}

function readPart(part: string, profile: Profile): TracedCall[] {
  const names = readdirSync(part);
  const endings = new Map<string, string>();
  for (const name of names) {
    const found = /^(.+)\.((?:exit|signal)-\d+)$/.exec(name);
    if (found !== null) endings.set(found[1] as string, found[2] as string);
  }
  return names
    .filter((name) => name.endsWith('.call'))
    .map((name) =>
      readCall(
        join(part, name.slice(0, -'.call'.length)),
        endings.get(name.slice(0, -'.call'.length)),
        profile,
      ),
    )
    .filter((call) => call !== undefined);
}

function readCall(base: string, ending: string | undefined, profile: Profile): TracedCall | undefined {
  const bytes = readFileSync(`${base}.call`);
  const head = /^flexcert-call 1\n[\s\S]*?\nargs((?: \d+)*)\n\n/.exec(bytes.toString('latin1'));
  // Cut off by a full disk or a kill: nothing is known of it.
  if (head === null) return undefined;
  const lengths = (head[1] as string)
    .trim()
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);
  const argv = bytes.subarray(head[0].length).toString('utf8').split('\0').slice(0, -1);
  if (argv.length < lengths.length) return undefined;
  const [started, exited, ended] = [
    timeOf(`${base}.call`) as number,
    ending === undefined ? undefined : timeOf(`${base}.${ending}`),
    timeOf(`${base}.eof`),
  ];
  const output = bytesOf(`${base}.out`);
  const exit = exitOf(ending);
  const conclusion = concludeAnswer({ command: argv[0] ?? '', output, exit, profile });
  const cut = lengths.flatMap((length, index) =>
    length > KEPT_ARGUMENT && Buffer.byteLength(argv[index] as string) >= KEPT_ARGUMENT ? [index] : [],
  );
  const volume = volumeOfCall(argv);
  const exitMs = Math.max(0, (exited ?? ended ?? started) - started);
  return {
    argv,
    // A file of exactly this size was cut by the limit: how much there was is not known.
    output: recordBytes({
      output,
      outputBytes: output.length,
      cutAt: output.length > 0 && output.length % KEPT_OUTPUT === 0 ? output.length : undefined,
    }),
    exit: { ...exit },
    end: 'eof',
    startedAt: new Date(started).toISOString(),
    exitMs: rounded(exitMs),
    durationMs: rounded(Math.max(exitMs, (ended ?? exited ?? started) - started)),
    conclusion: {
      outcome: conclusion.outcome,
      ...(conclusion.error === undefined ? {} : { error: conclusion.error }),
      ...(conclusion.status === undefined
        ? {}
        : { status: JSON.parse(marshalStatus(conclusion.status, profile)) as Record<string, unknown> }),
      ...(conclusion.crash === undefined ? {} : { crash: conclusion.crash }),
    },
    ...(volume === undefined ? {} : { volume }),
    ...(ending === undefined ? { unfinished: true as const } : {}),
    ...(cut.length === 0 ? {} : { cutArguments: cut }),
  };
}

function exitOf(ending: string | undefined): { code?: number; signal?: NodeJS.Signals } {
  const [kind, number] = ending?.split('-') ?? [];
  if (kind !== 'signal') return { code: Number(number ?? 0) };
  const name = Object.entries(constants.signals).find(([, value]) => value === Number(number))?.[0];
  return { signal: (name ?? `SIG${number}`) as NodeJS.Signals };
}

/** Milliseconds since the epoch, with what is below them; undefined where there is no such file. */
function timeOf(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.mtimeMs;
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
