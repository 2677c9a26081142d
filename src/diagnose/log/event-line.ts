import type { LogLine } from './line.ts';

const AGE = String.raw`<?(?:unknown>|invalid>|\d+[smhdy][\dsmhdy]*)`;

/** `kubectl describe`: Type, Reason, Age (with `x12 over 10m`), From, Message. */
const DESCRIBED = new RegExp(
  String.raw`^\s*(Normal|Warning)\s+([A-Z]\w+)\s+(${AGE})(?: \(x(\d+)(?: over (${AGE}))?\))?\s+([\w.-]+(?:, [\w.-]+)?)\s\s+(.*)$`,
  's',
);

/** `kubectl describe` before 1.10: FirstSeen, LastSeen, Count, From, SubObjectPath, Type, Reason, Message. */
const DESCRIBED_OLD = new RegExp(
  String.raw`^\s*(${AGE})\s+(${AGE})\s+(\d+)\s+(\{?[\w.-]+(?:,? [\w.-]+)?\}?)\s+(?:\S+\s+)?(Normal|Warning)\s+([A-Z]\w+)\s+(.*)$`,
  's',
);

/** `kubectl get events`: Last seen, Type, Reason, Object, Message; with the namespace first under `-A`. */
const LISTED = new RegExp(
  String.raw`^(?:[\w.-]+\s+)?(${AGE})(?: \(x(\d+)(?: over (${AGE}))?\))?\s+(Normal|Warning)\s+([A-Z]\w+)\s+([\w.-]+\/[\w.-]+)\s+(.*)$`,
  's',
);

/** A line of a table of events, as `kubectl` prints it. */
export function readEventLine(line: string, number: number): LogLine | undefined {
  const described = DESCRIBED.exec(line);
  if (described !== null) {
    const [, type, reason, age, count, over, from, message] = described as unknown as string[];
    return event(number, type, message, { reason, age, count, over }, from);
  }
  const listed = LISTED.exec(line);
  if (listed !== null) {
    const [, age, count, over, type, reason, object, message] = listed as unknown as string[];
    return event(number, type, message, { reason, age, count, over, object });
  }
  const old = DESCRIBED_OLD.exec(line);
  if (old !== null) {
    const [, over, age, count, from, type, reason, message] = old as unknown as string[];
    return event(number, type, message, { reason, age, count, over }, from);
  }
  return undefined;
}

interface Columns {
  reason: string | undefined;
  age: string | undefined;
  count: string | undefined;
  over: string | undefined;
  object?: string | undefined;
}

function event(
  number: number,
  type: string | undefined,
  message: string | undefined,
  columns: Columns,
  from?: string,
): LogLine {
  const program = from?.replace(/[{}]/g, '').split(/[ ,]/)[0];
  return {
    number,
    severity: type === 'Warning' ? 'W' : 'I',
    ...(program === undefined || program === '' ? {} : { program }),
    message: message ?? '',
    fields: {},
    event: {
      reason: columns.reason ?? '',
      ...(columns.object === undefined ? {} : { object: columns.object }),
      count: Number(columns.count ?? 1),
      age: columns.over === undefined ? (columns.age ?? '') : `${columns.age} ago, over ${columns.over}`,
    },
  };
}
