import { Chalk, type ChalkInstance } from 'chalk';

/** How a text is to be shown. */
export interface PageOptions {
  color: boolean;
  /** Columns. */
  width: number;
}

export interface Page {
  chalk: ChalkInstance;
  width: number;
}

export function pageOf({ color, width }: PageOptions): Page {
  return { chalk: new Chalk({ level: color ? 1 : 0 }), width: Math.min(110, Math.max(40, width)) };
}

/** Words of a text in lines of a width, all indented. A word that is too long stays whole: it may be a path. */
export function wrap(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width - indent) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((one) => ' '.repeat(indent) + one);
}

/** `1 byte`, `3 bytes`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
