import { BYTE } from './bytes.ts';

/** The open objects and arrays around a place: a stack of one byte a level. */
export class Nesting {
  #levels = new Uint8Array(64);
  #depth = 0;

  get depth(): number {
    return this.#depth;
  }

  /** @param opening `{` or `[` */
  open(opening: number): void {
    if (this.#depth === this.#levels.length) {
      const larger = new Uint8Array(this.#levels.length * 2);
      larger.set(this.#levels);
      this.#levels = larger;
    }
    this.#levels[this.#depth] = opening;
    this.#depth += 1;
  }

  close(): void {
    this.#depth -= 1;
  }

  get inObject(): boolean {
    return this.#depth > 0 && this.#levels[this.#depth - 1] === BYTE.openBrace;
  }

  get inArray(): boolean {
    return this.#depth > 0 && this.#levels[this.#depth - 1] === BYTE.openBracket;
  }
}
