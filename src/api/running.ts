import { giveBackRunLedger } from '../sandbox/run-ledger.ts';
import { EventStream } from './event-stream.ts';

/**
 * Work that has begun: await it for its result, iterate over it for its events. An iteration has the events
 * from where it began, so one that begins at once has them all; leaving the loop does not end the work.
 *
 * ```ts
 * const running = run({ driver: './nas' });
 * for await (const event of running) console.log(event.type);
 * const record = await running;
 * ```
 */
export interface Running<Event, Result> extends Promise<Result>, AsyncIterable<Event> {}

/** Works of this process that have not ended: what is written in its ledger may belong to any of them. */
let unended = 0;

/** Begins a work in the next microtask, so that whoever started it can listen first. */
export function running<Event, Result>(
  work: (emit: (event: Event) => void) => Promise<Result>,
): Running<Event, Result> {
  const events = new EventStream<Event>();
  const ended = Promise.resolve().then(() => givingBack(() => work((event) => events.emit(event))));
  ended.then(
    () => events.end(),
    (error: unknown) => events.end({ error }),
  );
  // A promise of its own, so that Node tells an error which nobody awaits or iterates to.
  const result = ended.then((value) => value);
  const iterate = (): AsyncIterator<Event> => {
    result.catch(() => {});
    return events.read();
  };
  return Object.assign(result, { [Symbol.asyncIterator]: iterate });
}

/** The last work to end gives back what could not be given back before, and tells what stays. */
async function givingBack<Result>(work: () => Promise<Result>): Promise<Result> {
  unended++;
  try {
    return await work();
  } finally {
    if (--unended === 0) await giveBack();
  }
}

async function giveBack(): Promise<void> {
  for (const { what, mend } of await giveBackRunLedger()) {
    process.emitWarning(`left behind: ${what}`, { type: 'FlexcertWarning', detail: mend.join('\n') });
  }
}
