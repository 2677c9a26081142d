import { bytesOf } from './bytes.ts';
import type { RecordedBytes } from './schema.ts';
import { sequenceLength } from './utf8.ts';
import { hex, type Mark, plain, visibleText } from './visible-text.ts';

export { type Mark, visibleText } from './visible-text.ts';

/** The same for bytes: what is no UTF-8 becomes `\xff`, byte by byte, so that nothing is lost or guessed. */
export function visibleBytes(bytes: Uint8Array, mark: Mark = plain): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > from) parts.push(visibleText(decode(bytes.subarray(from, at)), mark));
    parts.push(mark(`\\x${hex(bytes[at] as number, 2)}`));
    at += 1;
    from = at;
  }
  if (from < bytes.length) parts.push(visibleText(decode(bytes.subarray(from)), mark));
  return parts.join('');
}

/** A recorded output, made visible. `cut` says in words how much is missing in the middle. */
export function visibleOutput(recorded: RecordedBytes, mark: Mark = plain): string {
  if (recorded.cutAt === undefined) {
    return recorded.text === undefined
      ? visibleBytes(bytesOf(recorded), mark)
      : visibleText(recorded.text, mark);
  }
  const bytes = bytesOf(recorded);
  const missing = recorded.length - bytes.length;
  return [
    visibleBytes(bytes.subarray(0, recorded.cutAt), mark),
    mark(`\n[... ${missing} bytes left out, ${recorded.length} in all ...]\n`),
    visibleBytes(bytes.subarray(recorded.cutAt), mark),
  ].join('');
}

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
function decode(bytes: Uint8Array): string {
  return lenient.decode(bytes);
}
