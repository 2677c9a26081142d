import { readableDuration } from './config/duration.ts';

/** How a run can be brought to an end before its time. The first reason counts. */
export interface Ending {
  signal: AbortSignal;
  stop(reason: string): void;
  /** Why it ended early, when it did. */
  reason(): string | undefined;
  /** Stops the clock. */
  over(): void;
}

/**
 * @param outer aborted by the user; its reason is a sentence, or an error with one
 * @param limitMs of the whole run
 */
export function runEnding(outer: AbortSignal, limitMs: number, told: (reason: string) => void): Ending {
  const controller = new AbortController();
  const stop = (reason: string) => {
    if (controller.signal.aborted) return;
    told(reason);
    controller.abort(reason);
  };
  const onOuter = () => stop(sentenceOf(outer.reason));
  if (outer.aborted) onOuter();
  else outer.addEventListener('abort', onOuter, { once: true });
  const timer = setTimeout(
    () => stop(`the limit of the run, ${readableDuration(limitMs)}, was reached`),
    Math.min(limitMs, 0x7fffffff),
  );
  return {
    signal: controller.signal,
    stop,
    reason: () => (controller.signal.aborted ? String(controller.signal.reason) : undefined),
    over: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', onOuter);
    },
  };
}

function sentenceOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
