/** One way in which kubelets differ, and from which release on it has which value. */
export interface Switch<Value> {
  /** One sentence, true where the switch is on (or names what the value is). */
  about: string;
  /** Ascending. The first one holds from the oldest release on. */
  steps: readonly (readonly [from: string, value: Value])[];
  /** The releases at which it changes are likely, not read in a tagged release. */
  likely: boolean;
}

const OLDEST = '1.2';

/** Off before `from`, on from then on. */
export function since(from: string, about: string, likely = false): Switch<boolean> {
  return {
    about,
    likely,
    steps:
      from === OLDEST
        ? [[OLDEST, true]]
        : [
            [OLDEST, false],
            [from, true],
          ],
  };
}

/** On before `end`, off from then on. */
export function before(end: string, about: string, likely = false): Switch<boolean> {
  return {
    about,
    likely,
    steps: [
      [OLDEST, true],
      [end, false],
    ],
  };
}

/** On from `from` until just before `end`. */
export function between(from: string, end: string, about: string, likely = false): Switch<boolean> {
  return {
    about,
    likely,
    steps: [
      [OLDEST, false],
      [from, true],
      [end, false],
    ],
  };
}

/** A switch of several positions. */
export function positions<const Value>(
  about: string,
  steps: readonly (readonly [from: string, value: Value])[],
  likely = false,
): Switch<Value> {
  return { about, likely, steps };
}
