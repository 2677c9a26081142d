import type { EndingSignal } from './run-exit-code.ts';

const SIGNALS: readonly EndingSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a task that a signal asks to end; the task then cleans up and answers what it has. A second signal
 * does not wait for that: what is left then is given back by the next run or by `flexcert clean`.
 *
 * @returns the answer, and the signal that came
 */
export async function untilSignal<Answer extends object>(
  task: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer & { signal?: EndingSignal }> {
  const controller = new AbortController();
  let came: EndingSignal | undefined;
  const onSignal = (signal: EndingSignal) => {
    if (came !== undefined) process.exit(signal === 'SIGTERM' ? 143 : 130);
    came = signal;
    controller.abort(`interrupted by ${signal}`);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const answer = await task(controller.signal);
    return came === undefined ? answer : { ...answer, signal: came };
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
