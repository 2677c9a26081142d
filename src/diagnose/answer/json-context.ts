/** What surrounds an offset in a text that is JSON up to there. */
export interface JsonContext {
  /** Key whose value the offset is in, or directly after. */
  key?: string;
  /** The offset lies within a string, which began here. */
  stringFrom?: number;
}

interface Frame {
  object: boolean;
  key?: string;
  expectsKey: boolean;
}

/**
 * Walks a document up to an offset.
 * @param text one character a byte; JSON up to `at`, whatever follows
 */
export function jsonContext(text: string, at: number): JsonContext {
  const frames: Frame[] = [];
  let offset = 0;
  while (offset < at) {
    const frame = frames.at(-1);
    const character = text[offset];
    if (character === '"') {
      const end = endOfString(text, offset, at);
      if (end === undefined) return { ...keyOf(frames), stringFrom: offset };
      if (frame?.object === true && frame.expectsKey) frame.key = text.slice(offset + 1, end - 1);
      offset = end;
      continue;
    }
    if (character === '{' || character === '[') frames.push({ object: character === '{', expectsKey: true });
    else if (character === '}' || character === ']') frames.pop();
    else if (frame !== undefined && character === ':') frame.expectsKey = false;
    else if (frame !== undefined && character === ',') frame.expectsKey = true;
    offset += 1;
  }
  return keyOf(frames);
}

function keyOf(frames: readonly Frame[]): JsonContext {
  const key = frames.findLast((frame) => frame.key !== undefined)?.key;
  return key === undefined ? {} : { key };
}

/** Offset after the closing quote, or undefined when `limit` comes first. */
function endOfString(text: string, start: number, limit: number): number | undefined {
  for (let at = start + 1; at < limit; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}
