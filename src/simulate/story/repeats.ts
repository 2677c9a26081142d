import { clock, INDENT, type Ink } from './ink.ts';

/** Tells what happens again and again once, and then how often. */
export class Repeats {
  readonly #write: (line: string) => void;
  readonly #ink: Ink;
  #last: { what: string; at: number; more: number } | undefined;

  constructor(write: (line: string) => void, ink: Ink) {
    this.#write = write;
    this.#ink = ink;
  }

  /** @param what is the same for what is told as the same */
  tell(what: string, at: number, lines: () => string[]): void {
    if (this.#last?.what === what) {
      this.#last.at = at;
      this.#last.more++;
      return;
    }
    this.end();
    this.#last = { what, at, more: 0 };
    for (const line of lines()) this.#write(line);
  }

  /** Something else comes. */
  end(): void {
    if (this.#last !== undefined && this.#last.more > 0) {
      const { more, at } = this.#last;
      const times = more === 1 ? 'once more' : `${more} times more`;
      this.#write(this.#ink.faint(`${INDENT}... and ${times}, the last at ${clock(at).trim()}`));
    }
    this.#last = undefined;
  }
}
