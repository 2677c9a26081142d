import type { LogEvent } from './event.ts';
import { readGoQuoted, unquoteGo } from './go-quote.ts';
import type { LogLine } from './line.ts';

/** Messages of the kubelet's driver-call.go, of any release. */
export function readDriverMessage(line: LogLine): LogEvent | undefined {
  return unmarshalled(line) ?? called(line) ?? contradicted(line) ?? refused(line);
}

function unmarshalled(line: LogLine): LogEvent | undefined {
  const head = /^Failed to unmarshal output for command: (\w+), output: /.exec(line.message);
  if (head === null) return undefined;
  const rest = line.message.slice(head[0].length);
  const quoted = readGoQuoted(rest, 0);
  const marker = ', error: ';
  if (quoted !== undefined && rest.startsWith(marker, quoted.end)) {
    const error = rest.slice(quoted.end + marker.length);
    return { line, kind: 'answer', command: head[1] as string, output: quoted.bytes, error };
  }
  // Before 1.8 the output stood there as it was.
  const at = rest.lastIndexOf(marker);
  if (at < 0) return undefined;
  const told = rest.slice(0, at);
  // Quotes around line breaks as they are: somebody has made the text readable.
  const output = /^".*\n.*"$/s.test(told) ? told.slice(1, -1) : told;
  return {
    line,
    kind: 'answer',
    command: head[1] as string,
    output: Buffer.from(output),
    error: rest.slice(at + marker.length),
  };
}

function called(line: LogLine): LogEvent | undefined {
  const head = /^FlexVolume: driver call failed: executable: ([^\0]+?), args: \[/.exec(line.message);
  if (head === null) return undefined;
  const rest = line.message.slice(head[0].length);
  const tail = lastOutput(rest);
  const middle = rest.slice(0, tail.at);
  const split = middle.lastIndexOf('], error: ');
  if (split < 0) return undefined;
  return {
    line,
    kind: 'call',
    executable: head[1] as string,
    args: splitArguments(middle.slice(0, split)),
    exitText: middle.slice(split + '], error: '.length),
    output: tail.output,
  };
}

/** The output that ends the message: the first `, output: ` that nothing but a Go string follows. */
function lastOutput(rest: string): { at: number; output: Buffer } {
  const marker = ', output: ';
  for (let at = rest.indexOf(marker); at >= 0; at = rest.indexOf(marker, at + 1)) {
    const output = unquoteGo(rest.slice(at + marker.length));
    if (output !== undefined) return { at, output };
  }
  const at = rest.lastIndexOf(marker);
  if (at < 0) return { at: rest.length, output: Buffer.alloc(0) };
  return { at, output: Buffer.from(rest.slice(at + marker.length)) };
}

function contradicted(line: LogLine): LogEvent | undefined {
  const found = /^FlexVolume: driver bug: (.+): exec error \((.+)\) but no error in response\.?$/s.exec(
    line.message,
  );
  if (found === null) return undefined;
  return { line, kind: 'contradiction', executable: found[1] as string, exitText: found[2] as string };
}

function refused(line: LogLine): LogEvent | undefined {
  const found = /^(\w+) command failed, status: (.*?), reason: (.*)$/s.exec(line.message);
  if (found === null) return undefined;
  const [error, command, status, reason] = found as unknown as [string, string, string, string];
  return { line, kind: 'refused', command, status, reason, error };
}

/**
 * The kubelet prints arguments with blanks between and no quotes. A command's own shape tells them
 * apart: at most one of them is a JSON object, and paths that a kubelet makes have no blanks.
 */
export function splitArguments(text: string): string[] {
  const start = text.search(/ \{/);
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) return text === '' ? [] : text.split(' ');
  const before = text.slice(0, start);
  const after = text.slice(end + 1).replace(/^ /, '');
  // waitforattach with no device: `waitforattach  {...}` has an empty argument between two blanks.
  return [...before.split(' '), text.slice(start + 1, end + 1), ...(after === '' ? [] : after.split(' '))];
}
