import { clock, INDENT, type Ink } from './ink.ts';
import { visibleValue } from './visible.ts';

const SECRET = 'kubernetes.io/secret';
const WIDEST_KEY = 44;

/**
 * Tells options one a line; those that an earlier call had as well only by the time of that call. Values of
 * secrets are not told.
 */
export class OptionsText {
  readonly #ink: Ink;
  /** When each was told in full, by the argument itself. */
  readonly #told = new Map<string, number>();
  #first: { at: number; options: ReadonlyMap<string, string> } | undefined;

  constructor(ink: Ink) {
    this.#ink = ink;
  }

  /** What stands behind the command, and the lines below it. */
  tell(json: string, at: number): { note: string; lines: string[] } {
    const options = readOptions(json);
    if (options === undefined) return { note: '', lines: [`${INDENT}${visibleValue(json)}`] };
    const before = this.#told.get(json);
    if (before !== undefined) return { note: this.#asAt(before), lines: [] };
    this.#told.set(json, at);
    const first = this.#first;
    this.#first ??= { at, options };
    const isMore = first !== undefined && isWithin(first.options, options);
    if (!isMore) return { note: '', lines: this.#rows(options) };
    const more = Array.from(options).filter(([key]) => !first.options.has(key));
    return { note: this.#asAt(first.at, 'and'), lines: this.#rows(new Map(more)) };
  }

  #asAt(at: number, rest = ''): string {
    return this.#ink.faint(` (options as at ${clock(at).trim()}${rest === '' ? '' : `, ${rest}`})`);
  }

  #rows(options: ReadonlyMap<string, string>): string[] {
    const keys = Array.from(options.keys(), visibleValue);
    const width = Math.min(WIDEST_KEY, Math.max(0, ...keys.map((key) => key.length)));
    return Array.from(options, ([key, value]) => {
      return `${INDENT}  ${visibleValue(key).padEnd(width)}  ${told(key, value)}`;
    });
  }
}

function isWithin(part: ReadonlyMap<string, string>, whole: ReadonlyMap<string, string>): boolean {
  return Array.from(part).every(([key, value]) => whole.get(key) === value);
}

/** @returns undefined when the argument is none of options */
export function readOptions(json: string): ReadonlyMap<string, string> | undefined {
  if (!json.startsWith('{')) return undefined;
  try {
    return new Map(Object.entries(JSON.parse(json) as Record<string, string>));
  } catch {
    return undefined;
  }
}

function told(key: string, value: string): string {
  if (!key.startsWith(SECRET)) return visibleValue(value);
  return `(secret, ${Buffer.from(value, 'base64').length} bytes in base64)`;
}
