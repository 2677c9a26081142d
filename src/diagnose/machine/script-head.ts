import { closeSync, openSync, readSync } from 'node:fs';

/** The `#!` line of a script. */
export interface InterpreterLine {
  /** Path of the interpreter. */
  interpreter: string;
  /** What follows it, one argument as the kernel takes it. */
  argument: string;
  /** The line ends in a carriage return, which the kernel takes for part of the last word. */
  carriageReturn: boolean;
}

/** @returns undefined when the bytes do not begin with `#!` */
export function readInterpreterLine(head: Buffer): InterpreterLine | undefined {
  if (head.subarray(0, 2).toString('latin1') !== '#!') return undefined;
  const line = head.toString('latin1').slice(2).split('\n', 1)[0] as string;
  const words = /^[ \t]*(\S*)[ \t]*(.*?)[ \t\r]*$/s.exec(line) as RegExpExecArray;
  return {
    interpreter: (words[1] as string).replace(/\r$/, ''),
    argument: words[2] as string,
    carriageReturn: line.endsWith('\r'),
  };
}

/** The beginning of a file. */
export function readHead(path: string, bytes: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(bytes);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes; length += got) {
      got = readSync(file, head, length, bytes - length, length);
    }
    return head.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
