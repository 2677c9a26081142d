/** One way in which kubelets differ, and from which release on it has which value. */
export interface Switch<Value> {
  /** One sentence, true where the switch is on (or names what the value is). */
  about: string;
  /** Ascending. The first one holds from the oldest release on. */
  steps: readonly (readonly [from: string, value: Value])[];
  /** The releases at which it changes are likely, not read in a tagged release. */
  likely?: boolean;
  /** No recording shows it, not even those of a measured release. */
  unrecorded?: boolean;
}

/** What is known less surely than the rest of the table. */
export type Doubt = Pick<Switch<unknown>, 'likely' | 'unrecorded'>;

const OLDEST = '1.2';

/** Off before `from`, on from then on. */
export function since(from: string, about: string, doubt: Doubt = {}): Switch<boolean> {
  return {
    about,
    ...doubt,
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
export function before(end: string, about: string, doubt: Doubt = {}): Switch<boolean> {
  return {
    about,
    ...doubt,
    steps: [
      [OLDEST, true],
      [end, false],
    ],
  };
}

/** On from `from` until just before `end`. */
export function between(from: string, end: string, about: string, doubt: Doubt = {}): Switch<boolean> {
  return {
    about,
    ...doubt,
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
  doubt: Doubt = {},
): Switch<Value> {
  return { about, ...doubt, steps };
}
