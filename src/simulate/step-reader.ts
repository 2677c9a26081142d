import { LISTS, ListListener, type ListName } from './list-changes.ts';
import type { StepResult } from './play.ts';
import type { StoryEvent } from './story-event.ts';

/** Makes the result of each step whole again from what a cell tells. */
export class StepReader {
  readonly #lists = Object.fromEntries(LISTS.map((name) => [name, new ListListener()])) as Record<
    ListName,
    ListListener
  >;

  read({ result, lists }: StoryEvent & { kind: 'step-end' }): StepResult {
    const whole = Object.fromEntries(LISTS.map((name) => [name, this.#lists[name].next(lists[name])]));
    return { ...result, ...(whole as Record<ListName, string[]>) };
  }
}

/** Whether an event tells that something went wrong for the driver's sake. */
export function isTrouble(event: StoryEvent): boolean {
  return event.kind === 'crash' || (event.kind === 'step-end' && event.trouble !== undefined);
}
