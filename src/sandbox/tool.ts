import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a program of this machine ended. */
export interface ToolRun {
  /** Exit code; 128 + n when it died of signal n, 127 when it could not be started. */
  code: number;
  stdout: string;
  stderr: string;
  /** It did not end within its limit. It may still be there: a process in state D cannot be killed. */
  late: boolean;
}

const KEPT_BYTES = 1024 * 1024;
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const SIGNAL_BASE = 128;
const NOT_STARTED = 127;

/**
 * Runs a program such as umount or losetup, and never waits longer than `limitMs` for it: on a mount whose
 * server is frozen such a program stays in state D, where no signal reaches it.
 * @param limitMs milliseconds until it is sent SIGKILL and left to itself
 */
export function runTool(file: string, args: readonly string[], limitMs = 10_000): Promise<ToolRun> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: toolPath(), LC_ALL: 'C' },
      cwd: '/',
    });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const end = (code: number, late = false): void => {
      clearTimeout(timer);
      resolve({ code, stdout: stdout(), stderr: stderr().trim(), late });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      end(SIGNAL_BASE + constants.signals.SIGKILL, true);
    }, limitMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: NOT_STARTED, stdout: '', stderr: error.message, late: false });
    });
    child.on('close', (code, signal) => end(code ?? SIGNAL_BASE + constants.signals[signal ?? 'SIGKILL']));
  });
}

/** The user's PATH, and where system tools are: the PATH of an ordinary user lacks sbin. */
export function toolPath(): string {
  const own = process.env.PATH;
  return own === undefined ? SYSTEM_PATH : `${own}:${SYSTEM_PATH}`;
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length < KEPT_BYTES) chunks.push(chunk);
    length += chunk.length;
  });
  return () => Buffer.concat(chunks).toString();
}
