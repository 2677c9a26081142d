import { join } from 'node:path';
import type { Profile } from '../../kubelet/profile.ts';
import type { Isolation } from '../../sandbox/types.ts';
import { type AnswerExplanation, explainAnswer } from '../answer/explain-answer.ts';
import { runCalls } from '../run/run-calls.ts';
import { executableOf } from './driver-findings.ts';

/** Longer than any init should take; a driver that hangs costs this once. */
const LIMIT_MS = 15_000;

/** How init of one driver went. */
export interface InitResult {
  explanation: AnswerExplanation;
  /** Until both outputs were closed: what a kubelet waits for. */
  ms: number;
  /** Until the driver's own process was gone. */
  exitMs: number;
}

/** How init of each driver goes, by directory. All of them run in one cell, as they lie beside each other. */
export async function initDrivers(
  pluginDirectory: string,
  directories: readonly string[],
  options: { profile: Profile; isolation: Isolation; path: string; signal?: AbortSignal },
): Promise<Map<string, InitResult>> {
  if (directories.length === 0) return new Map();
  const inCell = options.isolation === 'full';
  const calls = directories.map((directory) => {
    const { executable } = executableOf(inCell ? '' : pluginDirectory, directory);
    return { executable, argv: ['init'], env: { PATH: options.path } };
  });
  const made = await runCalls(calls, {
    profile: options.profile,
    isolation: options.isolation,
    limitMs: LIMIT_MS,
    drivers: directories.map((directory) => join(pluginDirectory, directory)),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return new Map(
    made.map((call, index) => {
      const directory = directories[index] as string;
      const { executable } = executableOf(pluginDirectory, directory);
      const explanation = explainAnswer({
        command: 'init',
        executable,
        output: call.output,
        exit: call.exit,
        profile: options.profile,
      });
      return [directory, { explanation, ms: call.durationMs, exitMs: call.exitMs }];
    }),
  );
}
