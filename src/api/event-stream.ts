/** Events for any number of readers, each at its own pace. Nothing is kept for nobody. */
export class EventStream<Event> {
  readonly #readers = new Set<Reader<Event>>();
  #ended: Ending | undefined;

  emit(event: Event): void {
    for (const reader of this.#readers) reader.take(event);
  }

  /** @param failed what readers are thrown after the last event */
  end(failed?: { error: unknown }): void {
    this.#ended = { failed };
    for (const reader of this.#readers) reader.end(this.#ended);
  }

  /** The events from now on. */
  read(): AsyncIterator<Event> {
    const reader = new Reader<Event>(() => this.#readers.delete(reader));
    if (this.#ended === undefined) this.#readers.add(reader);
    else reader.end(this.#ended);
    return reader;
  }
}

interface Ending {
  failed: { error: unknown } | undefined;
}

class Reader<Event> implements AsyncIterator<Event> {
  readonly #waiting: Event[] = [];
  readonly #leave: () => void;
  #ended: Ending | undefined;
  #wake: () => void = () => {};

  constructor(leave: () => void) {
    this.#leave = leave;
  }

  take(event: Event): void {
    this.#waiting.push(event);
    this.#wake();
  }

  end(ending: Ending): void {
    this.#ended = ending;
    this.#wake();
  }

  async next(): Promise<IteratorResult<Event>> {
    while (this.#waiting.length === 0 && this.#ended === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const [value] = this.#waiting;
    if (this.#waiting.length > 0) {
      this.#waiting.shift();
      return { done: false, value: value as Event };
    }
    const failed = this.#ended?.failed;
    // An iterator that has thrown is done.
    this.#ended = { failed: undefined };
    if (failed !== undefined) throw failed.error;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Event>> {
    this.#leave();
    this.end({ failed: undefined });
    return { done: true, value: undefined };
  }
}
