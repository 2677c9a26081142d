import { pathFromBytes } from '../../../kubelet/path-bytes.ts';

/** One thing that strace wrote down of one process. */
export interface StraceEvent {
  pid: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** A system call with its arguments as they stand, or the end of the process. */
  call?: { name: string; args: string; result: string };
  exit?: string;
}

const UNFINISHED = ' <unfinished ...>';

/** Reads `strace -f -ttt` output; a call that was interrupted by another process's is put together again. */
export function* straceEvents(text: string): Generator<StraceEvent> {
  const begun = new Map<number, string>();
  for (const line of text.split('\n')) {
    const parts = /^(\d+) +(\d+\.\d+) (.*)$/.exec(line);
    if (parts === null) continue;
    const [pid, at, rest = ''] = [Number(parts[1]), Number(parts[2]) * 1000, parts[3]];
    if (rest.endsWith(UNFINISHED)) {
      begun.set(pid, rest.slice(0, -UNFINISHED.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const whole = resumed === null ? rest : `${begun.get(pid) ?? ''}${resumed[1]}`;
    const event = eventOf(whole);
    if (event !== undefined) yield { pid, at, ...event };
  }
}

function eventOf(text: string): Pick<StraceEvent, 'call' | 'exit'> | undefined {
  const end = /^\+\+\+ (?:exited with (\d+)|killed by (SIG\w+)).* \+\+\+$/.exec(text);
  if (end !== null) return { exit: end[1] === undefined ? (end[2] ?? '') : `exit ${end[1]}` };
  const call = /^(\w+)\((.*)\) += (.*)$/.exec(text);
  if (call === null) return undefined;
  const [, name = '', args = '', result = ''] = call;
  return { call: { name, args, result } };
}

/** Every string among the arguments; `strace -xx` writes each byte as `\x2f`. */
export function stringsIn(args: string): string[] {
  return Array.from(args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g), ([, hex = '']) => decoded(hex));
}

/** What `strace -y` adds to a descriptor: the path behind it. */
export function pathBehind(text: string): string | undefined {
  const hex = /<((?:\\x[0-9a-f]{2})+)>/.exec(text)?.[1];
  return hex === undefined ? undefined : decoded(hex);
}

/** The errno name of a call that failed. */
export function failureOf(result: string): string | undefined {
  return /^-1 (E[A-Z0-9]+)/.exec(result)?.[1];
}

function decoded(hex: string): string {
  return pathFromBytes(Buffer.from(hex.replaceAll('\\x', ''), 'hex'));
}
