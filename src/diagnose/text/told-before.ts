/** What earlier troubles of a page have told in full: it is referred to by their number from then on. */
export class ToldBefore {
  readonly #first = new Map<string, number>();

  /** The number of the trouble that has told a text; undefined when this one is the first. */
  in(text: string, number: number): number | undefined {
    const known = this.#first.get(text);
    if (known === undefined) this.#first.set(text, number);
    return known;
  }
}
