import { StepReader } from './step-reader.ts';
import type { StoryEvent } from './story-event.ts';

/** Writes the steps as one JSON document while they come, so that their number does not matter. */
export class JsonReport {
  readonly #write: (text: string) => void;
  readonly #reader = new StepReader();
  #steps = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
    write('{"steps":[');
  }

  tell(event: StoryEvent): void {
    if (event.kind !== 'step-end') return;
    this.#write(`${this.#steps++ === 0 ? '' : ','}\n${JSON.stringify(this.#reader.read(event))}`);
  }

  end(): void {
    this.#write(']}\n');
  }
}
