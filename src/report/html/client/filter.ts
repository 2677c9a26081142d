import { blockAt, blockCount } from './blocks.ts';
import { all, one } from './dom.ts';

interface Row {
  element: HTMLDetailsElement;
  text: string;
  /** `block:index` of its results' calls. */
  places: string[];
}

/** What is asked for; an empty set asks for nothing in particular. */
interface Question {
  words: string;
  status: Set<string>;
  level: Set<string>;
}

/** From so many letters on, the calls are searched too. */
const DEEP = 3;

/** Search and filters over the requirements. */
export class Filter {
  readonly #form = one<HTMLFormElement>('form.filters');
  readonly #rows: Row[];
  readonly #areas = all('section.area');
  #round = 0;

  constructor() {
    this.#rows = all<HTMLDetailsElement>('details.requirement').map((element) => ({
      element,
      text: (element.textContent ?? '').toLowerCase(),
      places: all('.calls', element).map(({ dataset }) => `${dataset.block}:${dataset.index}`),
    }));
    this.#form.hidden = false;
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('input', () => void this.apply());
    // The event comes before the fields are reset.
    this.#form.addEventListener('reset', () => setTimeout(() => void this.apply()));
    void this.apply();
  }

  /** Shows one area at one level: what a cell of the matrix leads to. */
  choose({ level, status }: { level?: string; status?: string }): void {
    this.#form.reset();
    for (const [name, value] of Object.entries({ level, status })) {
      const box = this.#form.querySelector<HTMLInputElement>(`input[name="${name}"][value="${value}"]`);
      if (box !== null) box.checked = true;
    }
    void this.apply();
  }

  focus(): void {
    one<HTMLInputElement>('#find').focus();
  }

  reset(): void {
    this.#form.reset();
  }

  async apply(): Promise<void> {
    const round = ++this.#round;
    const question = this.#question();
    this.#show(question, new Set());
    if (question.words.length < DEEP) return;
    const found = new Set<string>();
    for (let block = 0; block < blockCount(); block += 1) {
      for (const place of await placesWith(question.words, block)) found.add(place);
      // Another letter was typed meanwhile.
      if (round !== this.#round) return;
    }
    this.#show(question, found);
  }

  #question(): Question {
    const data = new FormData(this.#form);
    return {
      words: one<HTMLInputElement>('#find').value.trim().toLowerCase(),
      status: new Set(data.getAll('status').map(String)),
      level: new Set(data.getAll('level').map(String)),
    };
  }

  #show(question: Question, inCalls: ReadonlySet<string>): void {
    let shown = 0;
    for (const { element, text, places } of this.#rows) {
      const fits =
        asked(question.status, element.dataset.status) &&
        asked(question.level, element.dataset.level) &&
        (text.includes(question.words) || places.some((place) => inCalls.has(place)));
      element.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const area of this.#areas)
      area.hidden = area.querySelector('details.requirement:not([hidden])') === null;
    this.#tell(shown, question);
  }

  #tell(shown: number, { words, status, level }: Question): void {
    const filtered = words !== '' || status.size > 0 || level.size > 0;
    const total = this.#rows.length;
    one('output', this.#form).textContent = filtered
      ? `${shown} of ${total} requirements`
      : `${total} requirements`;
    one('button[type=reset]', this.#form).hidden = !filtered;
    one('.nothing').hidden = shown > 0 || total === 0;
  }
}

function asked(wanted: ReadonlySet<string>, value: string | undefined): boolean {
  return wanted.size === 0 || wanted.has(value ?? '');
}

async function placesWith(words: string, block: number): Promise<string[]> {
  const results = await blockAt(block);
  return results.flatMap((calls, index) =>
    calls.some(({ c, a, o, k, v }) => [c, ...a, o, k, v].join('\n').toLowerCase().includes(words))
      ? [`${block}:${index}`]
      : [],
  );
}
