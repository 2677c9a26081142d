/** Something to do at a moment of virtual time. */
export interface Appointment {
  at: number;
  /** Breaks ties: what was asked for first comes first. */
  order: number;
  /** Absent once it was cancelled. */
  action?: () => void;
}

/** Appointments, the earliest first: a binary heap, so that ten thousand of them cost little. */
export class ClockQueue {
  readonly #heap: Appointment[] = [];

  get first(): Appointment | undefined {
    return this.#heap[0];
  }

  push(item: Appointment): void {
    const heap = this.#heap;
    let index = heap.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(item, heap[parent] as Appointment)) break;
      heap[index] = heap[parent] as Appointment;
      index = parent;
    }
    heap[index] = item;
  }

  /** Takes the earliest out. */
  shift(): Appointment | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first !== undefined && last !== undefined && heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(item: Appointment): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = child + 1;
      if (right < heap.length && isBefore(heap[right] as Appointment, heap[child] as Appointment))
        child = right;
      if (!isBefore(heap[child] as Appointment, item)) break;
      heap[index] = heap[child] as Appointment;
      index = child;
    }
    heap[index] = item;
  }
}

function isBefore(a: Appointment, b: Appointment): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
