import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { isHandledByBinfmtMisc } from './binfmt-misc.ts';

/** What the kernel reads of a file to tell its format. */
const HEAD_SIZE = 256;
/** How many interpreters of interpreters the kernel follows. */
const MAX_DEPTH = 5;
const BLANKS = [0x20, 0x09];
const NEWLINE = 0x0a;

/** ELF machine numbers by Node's name of the processor; some run those of their smaller sibling too. */
const MACHINES: Readonly<Record<string, readonly number[]>> = {
  x64: existsSync('/proc/sys/abi/vsyscall32') ? [62, 3] : [62],
  ia32: [3],
  arm64: [183, 40],
  arm: [40],
  ppc64: [21, 20],
  s390x: [22],
  riscv64: [243],
  loong64: [258],
};

/**
 * Whether execve(2) would answer ENOEXEC, `exec format error`. It has to be known before: the C library's
 * execvp, which Node uses, would run such a file under /bin/sh in silence, and a kubelet does not.
 * Every other reason not to execute a file is left to the kernel itself.
 */
export function isExecFormatError(executable: string, cwd: string): boolean {
  const path = resolve(cwd, executable);
  return !isKnownFormat(path, cwd, 0) && isExecutable(path);
}

function isKnownFormat(path: string, cwd: string, depth: number): boolean {
  const head = readHead(path);
  if (head === undefined || isElf(head)) return true;
  if (head[0] === 0x23 && head[1] === 0x21) {
    const interpreter = interpreterOf(head);
    if (interpreter !== undefined && depth < MAX_DEPTH) {
      return isKnownFormat(resolve(cwd, interpreter), cwd, depth + 1);
    }
    if (interpreter !== undefined) return true;
  }
  return isHandledByBinfmtMisc(path, head);
}

/** The first bytes, NUL behind the end of a short file as in the kernel; nothing when it cannot be read. */
function readHead(path: string): Buffer | undefined {
  let file: number | undefined;
  try {
    // Without blocking: the path may be a FIFO, which the kernel refuses to execute.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const head = Buffer.alloc(HEAD_SIZE);
    readSync(file, head, 0, HEAD_SIZE, 0);
    return head;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The interpreter of a `#!` line as the kernel cuts it out; nothing when the line is no such line to it. */
function interpreterOf(head: Buffer): string | undefined {
  const nul = head.indexOf(0);
  const newline = head.indexOf(NEWLINE);
  const hasLine = newline >= 0 && (nul < 0 || newline < nul);
  const line = head.subarray(2, hasLine ? newline : HEAD_SIZE - 1);
  const start = line.findIndex((byte) => !BLANKS.includes(byte));
  if (start < 0) return undefined;
  const length = line.subarray(start).findIndex((byte) => byte === 0 || BLANKS.includes(byte));
  // Without a newline, a name that fills all that was read may go on behind it.
  if (length < 0 && !hasLine) return undefined;
  return line.subarray(start, length < 0 ? line.length : start + length).toString('latin1');
}

/** Whether the kernel's ELF loader takes it: type, machine and program headers; what is in them it judges itself. */
function isElf(head: Buffer): boolean {
  if (head.readUInt32BE(0) !== 0x7f454c46) return false;
  const wide = head[4] === 2;
  const type = head.readUInt16LE(16);
  const machine = head.readUInt16LE(18);
  const headerSize = head.readUInt16LE(wide ? 54 : 42);
  const headers = head.readUInt16LE(wide ? 56 : 44);
  return (
    (type === 2 || type === 3) &&
    (MACHINES[process.arch]?.includes(machine) ?? true) &&
    headerSize === (wide ? 56 : 32) &&
    headers > 0 &&
    headers * headerSize <= 0x10000
  );
}

/** Lacking permission outranks the format: the kernel looks at it first. */
function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
