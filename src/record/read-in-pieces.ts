import { fileLines, type Line } from './file-lines.ts';
import { leaveCalls, type Stretch } from './left-calls.ts';
import { callSchema, type FlexcertRecord, recordSchema } from './schema.ts';

/** Laid out in another way than `recordChunks` does it, or no record. */
class OtherLayout extends Error {}

/** What stands between a result and its calls. */
const CALLS_BEGIN = ',"calls":[';
/** What ends both. */
const CALLS_END = ']}';

/**
 * Reads a record that is laid out as we write it, a call at a time: each is checked, and left in the file.
 *
 * @param file open, and to stay so as long as the record is in use
 * @returns undefined when it has to be read as a whole: it is laid out in another way, or is no valid record
 */
export function readInPieces(file: number): FlexcertRecord | undefined {
  try {
    return new RecordReader(file).read();
  } catch (error) {
    if (error instanceof OtherLayout || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class RecordReader {
  private readonly file: number;
  private readonly lines: Generator<Line>;
  /** By the result's place. Those without calls have none. */
  private readonly stretches: (Stretch | undefined)[] = [];

  constructor(file: number) {
    this.file = file;
    this.lines = fileLines(file);
  }

  read(): FlexcertRecord {
    demand(this.next().text === '{');
    const fields: Record<string, unknown> = {};
    for (let more = true; more; ) {
      const { text } = this.next();
      const [, key, value] = /^"([a-zA-Z]+)": (.*)$/.exec(text) ?? [];
      demand(key !== undefined && value !== undefined && !Object.hasOwn(fields, key));
      if (key === 'results' && value === '[') {
        fields[key] = [];
        more = this.readResults(fields[key] as unknown[]);
      } else {
        more = value.endsWith(',');
        fields[key] = JSON.parse(more ? value.slice(0, -1) : value);
      }
    }
    demand(this.next().text === '}' && this.lines.next().done === true);
    const { success, data } = recordSchema.safeParse(fields);
    demand(success);
    const results = data.results.map((result, index) => {
      const stretch = this.stretches[index];
      return stretch === undefined ? result : leaveCalls(result, stretch);
    });
    return { ...data, results };
  }

  /** @returns whether another field follows */
  private readResults(results: unknown[]): boolean {
    let line = this.next();
    for (let more = line.text !== ']' && line.text !== '],'; more; line = this.next()) {
      if (line.text.endsWith(CALLS_BEGIN)) {
        const result = JSON.parse(`${line.text.slice(0, -CALLS_BEGIN.length)}}`) as object;
        demand(!Object.hasOwn(result, 'calls'));
        results.push({ ...result, calls: [] });
        more = this.leaveCalls(line.to + 1);
      } else {
        more = line.text.endsWith(',');
        const result = JSON.parse(more ? line.text.slice(0, -1) : line.text) as { calls?: unknown[] };
        demand(result.calls?.length === 0);
        results.push(result);
        this.stretches.push(undefined);
      }
    }
    demand(line.text === ']' || line.text === '],');
    return line.text === '],';
  }

  /** @returns whether another result follows */
  private leaveCalls(from: number): boolean {
    for (;;) {
      const { text, to } = this.next();
      const followed = text.endsWith(',');
      const line = followed ? text.slice(0, -1) : text;
      const call = parsed(line);
      demand(callSchema.safeParse(call ?? JSON.parse(line.slice(0, -CALLS_END.length))).success);
      if (call !== undefined) {
        demand(followed);
        continue;
      }
      demand(line.endsWith(CALLS_END));
      this.stretches.push({ file: this.file, from, to: to - (text.length - line.length) - CALLS_END.length });
      return followed;
    }
  }

  private next(): Line {
    const { value, done } = this.lines.next();
    demand(done !== true);
    return value as Line;
  }
}

/** Undefined for the last call, whose line goes on with the end of its result. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function demand(holds: boolean): asserts holds {
  if (!holds) throw new OtherLayout();
}
