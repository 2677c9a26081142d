/** Where a rule looks: a driver's answer, a message of a log, or something found on this machine. */
export type Ground = 'answer' | 'log' | 'machine';

/**
 * What there is to look at, by name. Bytes are shown one character a byte (Latin-1), so that a pattern
 * can speak of any of them. What is not known is absent.
 *
 * - answer: `command`, `output`, `outcome`, `error`, `exit` (Go's words, empty for exit code 0), `untold` (`exit`
 *   where it is not known), `exec` (why
 *   it could not be executed), `context` (where the scanner stopped, in Go's words), `before` and `rest`
 *   (the output up to there and from there), `key` (the key whose value it stopped in or after), `status`,
 *   `message`, `device`, `volumeName`, `keys` (the keys named, in lower case), `args`, `options`,
 *   `executable`, `program`
 * - log: `log` (the message), `program`, `source`, `history` (labels of what else the log tells),
 *   `podHistory` (the same of this pod alone)
 * - machine: `fact`, `path`, `driver` and what the fact adds
 */
export type Aspects = Readonly<Record<string, string | undefined>>;

export interface Sighting {
  on: Ground;
  aspects: Aspects;
}

/** All of `where` must match, and nothing of `unless` may. */
export interface Condition {
  on: Ground;
  /** certain: the text itself proves it. guess: it fits, and other causes are possible. */
  certainty: 'certain' | 'guess';
  where: Readonly<Record<string, RegExp>>;
  unless?: Readonly<Record<string, RegExp>>;
}

/** A driver's answer as an example of a rule. Exit code 0 unless said otherwise. */
export interface AnswerExample {
  command: string;
  output: string;
  exit?: number;
  signal?: NodeJS.Signals;
  /** errno when it could not be executed. */
  spawnError?: string;
  args?: readonly string[];
}

/** Files of a plugin directory as an example, by path in it. */
export interface MachineExample {
  files: Readonly<
    Record<string, string | { text?: string; base64?: string; mode?: number; symlink?: string }>
  >;
}

export type Example =
  | { answer: AnswerExample }
  | { log: string }
  | { machine: MachineExample }
  | { fact: Aspects };

/** One known cause, as data: what it matches, why it happens, what mends it, who met it. */
export interface Rule {
  /** Stable: other programs and documents refer to it. */
  id: string;
  /** One line, without a full stop. */
  title: string;
  /** Numbers of docs/symptoms.md; none where the rule comes from recordings. */
  symptoms: readonly number[];
  /** Any one of them. */
  when: readonly Condition[];
  /** Sentences. `{name}` is a named group or an aspect, `{name|text}` has a text for when there is none. */
  cause: string;
  mend: string;
  /** Commands or lines of code to try, filled in likewise. */
  attempts: readonly string[];
  /** Threads in the field, or where the rule was recorded. */
  reference: string;
  /** Says what is to be seen and not how it came about: left out when a certain rule of another kind fits. */
  general?: true;
  /** Rules that say less of the same and are left out when this one matches. */
  over?: readonly string[];
  example: Example;
  nearMiss: Example;
}
