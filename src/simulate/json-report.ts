import { LISTS, ListListener, type ListName } from './list-changes.ts';
import type { StoryEvent } from './story-event.ts';

/** Writes the steps as one JSON document while they come, so that their number does not matter. */
export class JsonReport {
  readonly #write: (text: string) => void;
  readonly #lists = Object.fromEntries(LISTS.map((name) => [name, new ListListener()])) as Record<
    ListName,
    ListListener
  >;
  #steps = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
    write('{"steps":[');
  }

  tell(event: StoryEvent): void {
    if (event.kind !== 'step-end') return;
    const lists = Object.fromEntries(LISTS.map((name) => [name, this.#lists[name].next(event.lists[name])]));
    this.#write(`${this.#steps++ === 0 ? '' : ','}\n${JSON.stringify({ ...event.result, ...lists })}`);
  }

  end(): void {
    this.#write(']}\n');
  }
}
