import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from '../errors.ts';
import { rounded } from './distribution.ts';
import type { BenchReport } from './types.ts';

/** What is compared of a measurement of before: all else may have changed since. */
const oldSchema = z.object({
  commands: z.record(z.string(), z.object({ p50: z.number() })),
  baseline: z.object({ p50: z.number().positive() }),
});
export type OldReport = z.infer<typeof oldSchema>;

export interface Change {
  command: string;
  /** Medians, each over that of the bare spawns of its own run: so two machines, or two moods of one, compare. */
  before: number;
  now: number;
  /** `now` over `before`. */
  factor: number;
  slower: boolean;
}

/** @throws UsageError when the file holds no measurement */
export function readOldReport(path: string): OldReport {
  try {
    return oldSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why =
      error instanceof z.ZodError ? 'it holds no "commands" and "baseline"' : (error as Error).message;
    throw new UsageError(`--compare ${path}: ${why}. Make one with: flexcert bench <driver> --json`);
  }
}

/** Commands that both measured. @param threshold the factor from which a command counts as slower, such as 1.25 */
export function compare(old: OldReport, report: BenchReport, threshold: number): Change[] {
  return Object.entries(report.commands).flatMap(([command, { p50 }]) => {
    const was = old.commands[command];
    if (was === undefined || was.p50 === 0) return [];
    const before = was.p50 / old.baseline.p50;
    const now = p50 / report.baseline.p50;
    const factor = now / before;
    return [
      {
        command,
        before: rounded(before),
        now: rounded(now),
        factor: rounded(factor),
        slower: factor > threshold,
      },
    ];
  });
}
