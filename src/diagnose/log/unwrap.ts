import type { Unwrapped } from './line.ts';

const IDENTIFIER = String.raw`(?:([\w.@/-]+?)(?:\[(\d+)\])?: )`;

/** Wrappings of journalctl, syslog, CRI and docker files, tried in turn on one line. */
const WRAPPINGS: readonly ((line: string) => Unwrapped | undefined)[] = [
  // journalctl -o short-iso, -o short-iso-precise, -o short-full; RFC 3339 syslog
  matching(
    new RegExp(
      String.raw`^(?:[A-Z][a-z]{2} )?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|[A-Z]{3,4}|[+-]\d\d:?\d\d))?) (?:[\w.-]+ )?${IDENTIFIER}`,
    ),
  ),
  // journalctl, /var/log/messages
  matching(new RegExp(String.raw`^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?) [\w.-]+ ${IDENTIFIER}`)),
  // journalctl -o short-monotonic
  matching(new RegExp(String.raw`^(\[ *\d+\.\d+\]) [\w.-]+ ${IDENTIFIER}`)),
  criLine,
  dockerLine,
];

function matching(pattern: RegExp): (line: string) => Unwrapped | undefined {
  return (line) => {
    const found = pattern.exec(line);
    if (found === null) return undefined;
    const [all, clock, program, pid] = found as unknown as [string, string, string, string | undefined];
    return {
      text: line.slice(all.length),
      clock,
      program: baseName(program),
      ...(pid === undefined ? {} : { pid }),
      ...time(clock),
    };
  };
}

/** A file below /var/log/pods: `2026-02-22T20:31:02.123456789Z stderr F text`. */
function criLine(line: string): Unwrapped | undefined {
  const found = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) (?:stdout|stderr) [FP] /.exec(line);
  if (found === null) return undefined;
  return { text: line.slice(found[0].length), clock: found[1] as string, ...time(found[1] as string) };
}

/** A json-file of docker: `{"log":"text\n","stream":"stderr","time":"..."}`. */
function dockerLine(line: string): Unwrapped | undefined {
  if (!line.startsWith('{"log":')) return undefined;
  try {
    const value = JSON.parse(line) as { log?: unknown; time?: unknown };
    if (typeof value.log !== 'string') return undefined;
    const clock = typeof value.time === 'string' ? { clock: value.time, ...time(value.time) } : {};
    return { text: value.log.replace(/\n$/, ''), ...clock };
  } catch {
    return undefined;
  }
}

/** Takes every wrapping off one line, innermost text last. */
export function unwrap(line: string): Unwrapped {
  let result: Unwrapped = { text: line };
  // kubectl logs --prefix, stern: the pod's name, then what the pod wrote
  const prefix = /^\[pod\/([\w.-]+)\/([\w.-]+)\] /.exec(line);
  if (prefix !== null) result = { text: line.slice(prefix[0].length), program: prefix[2] as string };
  for (let depth = 0; depth < 3; depth += 1) {
    const inner = WRAPPINGS.map((wrapping) => wrapping(result.text)).find((found) => found !== undefined);
    if (inner === undefined) break;
    result = { ...result, ...inner };
  }
  return result;
}

function time(clock: string): { at?: number } {
  const at = Date.parse(/^[A-Z][a-z]{2} /.test(clock) ? `${clock.replace(/ +/g, ' ')} 2000 UTC` : clock);
  return Number.isNaN(at) ? {} : { at };
}

function baseName(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
