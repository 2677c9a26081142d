import { freemem } from 'node:os';
import type { Settings } from '../conformance/config/settings.ts';
import type { DriverInput } from '../conformance/driver/driver-input.ts';
import { HarnessError } from '../errors.ts';
import { DEFAULT_LIMITS, openCell } from '../sandbox/cell.ts';
import type { BenchInput, BenchMessage, BenchPlan, BenchReport, Progress } from './types.ts';

const PROGRAM = new URL('./cell-program.ts', import.meta.url);
/** Latency, memory, growth; and each rate. */
const OTHER_PARTS = 4;
/** What a part takes beyond its limit: the last lifecycle, and to take away a thousand volumes. */
const SLACK = 3;
/** Loop devices beyond those of the volumes that stay. */
const MORE_LOOPS = 32;

export interface BenchRequest {
  driver: DriverInput;
  release: string;
  settings: Settings;
  plan: BenchPlan;
  signal: AbortSignal;
  /** Ends it at once. */
  hurry: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/**
 * Measures a driver in a cell.
 * @returns undefined when it was aborted
 * @throws HarnessError when nothing could be measured for this machine's sake
 */
export async function bench(request: BenchRequest): Promise<BenchReport | undefined> {
  const { driver, release, settings, plan, signal, hurry, onProgress } = request;
  const input: BenchInput = {
    source: { path: driver.path, kind: driver.kind },
    name: driver.name,
    release,
    settings,
    plan,
  };
  let message: BenchMessage | undefined;
  const end = await openCell({
    program: PROGRAM,
    isolation: settings.isolation,
    limits: {
      processes: settings.limits.processes,
      wallMs: SLACK * (OTHER_PARTS + plan.atOnce.length) * plan.limitMs,
      // Images of a thousand volumes are sparse, and yet more than one requirement ever needs.
      diskBytes: Math.max(DEFAULT_LIMITS.diskBytes, Math.floor(freemem() / 2)),
    },
    loops: plan.volumes + Math.max(0, ...plan.atOnce) + MORE_LOOPS,
    visible: [driver.path],
    input,
    signal,
    hurry,
    onMessage: (sent) => {
      message = sent as BenchMessage;
      if (message.kind === 'progress') onProgress(message.progress);
    },
  });
  if (message?.kind === 'done') return message.report;
  if (message?.kind === 'trouble') throw new HarnessError(message.message);
  if (end.endedBy === 'aborted') return undefined;
  const said = [end.output.trim(), ...end.limitsReached].filter((text) => text !== '').join('; ');
  if (end.endedBy === 'inside') {
    throw new HarnessError(
      `the driver ended the process that called it, so nothing can be measured. ${said}`,
    );
  }
  throw new HarnessError(`the measurement came to no end: ${said || 'the cell said nothing'}`);
}
