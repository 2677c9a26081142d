import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { readTrace } from './read-trace.ts';
import { noTrace, type Trace } from './trace.ts';

/**
 * A program that stops itself and then becomes the driver, so that strace can be attached in between. Were strace to
 * run the driver, it would hold the driver's output open as long as anything that the driver left behind lives, and the
 * call would end otherwise than a kubelet sees it.
 */
const STOP_FIRST = ['/bin/sh', '-c', 'kill -STOP $$; exec "$@"', 'sh'];
const CALLS = 'execve,?open,?openat,?openat2,?creat,?stat,?newfstatat,?statx,?access,?faccessat,?faccessat2';
const ATTACH_LIMIT_MS = 5000;
const POLL_MS = 1;

export interface Tracer {
  /** What has to run the driver. */
  wrap: readonly string[];
  /** To be called with the process as soon as it runs. */
  attach: (pid: number) => void;
  /** To be called when the call is over. */
  finish: () => Promise<Trace>;
}

/** @param file where strace may write */
export function makeTracer(file: string, about: { path: string; target?: string | undefined }): Tracer {
  let ended: Promise<string | undefined> | undefined;
  const stop = new AbortController();
  return {
    wrap: STOP_FIRST,
    attach: (pid) => {
      ended = trace(pid, file, stop.signal);
      void goOnWhenTraced(pid, ended);
    },
    finish: async () => {
      stop.abort();
      const trouble = await ended;
      return trouble === undefined ? readTrace(readFileSync(file, 'latin1'), about) : noTrace(trouble);
    },
  };
}

/** @returns why there is no trace, when there is none */
async function trace(pid: number, file: string, stop: AbortSignal): Promise<string | undefined> {
  const args = ['-f', '-q', '-xx', '-y', '-s', '65536', '-ttt', '-e', 'signal=none', '-e', `trace=${CALLS}`];
  const end = await execa('strace', [...args, '-o', file, '-p', String(pid)], {
    stdin: 'ignore',
    reject: false,
    cancelSignal: stop,
    // Lets go of what still runs.
    killSignal: 'SIGINT',
  });
  if (end.code === 'ENOENT') return 'strace is not installed on this machine: install strace';
  if (end.exitCode === 1 && !end.isCanceled) return `strace could not look: ${end.stderr.trim()}`;
  return undefined;
}

async function goOnWhenTraced(pid: number, ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const limit = Date.now() + ATTACH_LIMIT_MS;
  while (!isReady(pid, isOver) && Date.now() < limit) await sleep(POLL_MS);
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // Killed meanwhile, by a limit.
  }
}

/** Stopped, and traced unless strace has given up. */
function isReady(pid: number, isOver: boolean): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const isStopped = /^State:\s*[Tt]/m.test(status);
    return isStopped && (isOver || !/^TracerPid:\s*0$/m.test(status));
  } catch {
    return true;
  }
}
