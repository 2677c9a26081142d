import { durationSchema } from '../conformance/config/duration.ts';
import { UsageError } from '../errors.ts';
import { COMMANDS } from '../kubelet/types.ts';
import type { BenchPlan } from './types.ts';

/** As they were written on the command line. */
export interface PlanFlags {
  command?: string;
  iterations: number;
  atOnce?: string | undefined;
  volumes?: number;
  limit: string;
}

const AT_ONCE = [1, 2, 4, 8, 16];
const MOST_AT_ONCE = 256;
const VOLUMES = 1000;
const MOST_VOLUMES = 10_000;

/** @throws UsageError with the flag and what is allowed */
export function planOf({ command, iterations, atOnce, volumes, limit }: PlanFlags): BenchPlan {
  const commands = split(command);
  const unknown = commands.find((name) => !(COMMANDS as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--command: "${unknown}" is none. The commands are ${COMMANDS.join(', ')}`);
  }
  // Whoever asks for a command asks for nothing else.
  const alone = commands.length > 0;
  const levels = atOnce === undefined ? (alone ? [] : AT_ONCE) : split(atOnce).map(Number);
  return {
    iterations: whole('--iterations', iterations, 1, 1_000_000),
    commands,
    atOnce: levels.map((level) => whole('--at-once', level, 1, MOST_AT_ONCE)),
    volumes: whole('--volumes', volumes ?? (alone ? 0 : VOLUMES), 0, MOST_VOLUMES),
    memory: !alone,
    limitMs: limitOf(limit),
  };
}

function split(list: string | undefined): string[] {
  return (list ?? '').split(',').filter((name) => name !== '');
}

function whole(flag: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${flag}: a whole number from ${least} to ${most} is wanted`);
}

function limitOf(text: string): number {
  const read = durationSchema.safeParse(text);
  if (read.success) return read.data;
  throw new UsageError(`--limit: ${read.error.issues[0]?.message}`);
}
