import { readGoQuoted } from './go-quote.ts';

/** A message of klog's structured form, `"Failed" err="why" pod="ns/name"`, taken apart. */
export interface StructuredMessage {
  message: string;
  fields: Readonly<Record<string, string>>;
}

/** @returns undefined when the text is a plain message, as all were before 1.19 */
export function readStructured(text: string): StructuredMessage | undefined {
  const head = readGoQuoted(text, 0);
  if (head === undefined) return undefined;
  const fields: Record<string, string> = {};
  let at = head.end;
  while (at < text.length) {
    const key = /\s+([\w./-]+)=/y;
    key.lastIndex = at;
    const found = key.exec(text);
    if (found === null) break;
    at = key.lastIndex;
    const quoted = readGoQuoted(text, at);
    const bare = quoted === undefined ? (/^(?:\[[^\]]*\]|\S*)/.exec(text.slice(at))?.[0] ?? '') : '';
    fields[found[1] as string] = quoted === undefined ? bare : quoted.bytes.toString('utf8');
    at = quoted?.end ?? at + bare.length;
  }
  // Quoted text that is followed by other words was a plain message that happens to begin with a quote.
  if (text.slice(at).trim() !== '') return undefined;
  return { message: head.bytes.toString('utf8'), fields };
}
