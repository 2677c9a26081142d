import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import { HarnessError } from '../../errors.ts';
import type { Exit } from '../types.ts';
import type { Task } from './task.ts';

/** Reasons not to start a process that are ours and not the driver's. */
const OUR_TROUBLE = ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'];

export interface Driver {
  /** Absent when it could not be executed. */
  pid: number | undefined;
  gone: Promise<Exit>;
  /** A driver that cannot be killed must not keep us alive. */
  letGo(): void;
}

/**
 * Starts the driver with the write end as both outputs, and closes that end on our side.
 * @throws HarnessError when the machine lets us start no process; also through `gone`
 */
export function start(task: Task, write: number): Driver {
  try {
    const child = withUmask(task.umask, () => spawnDriver(task, write));
    const gone = new Promise<Exit>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal === null ? { code: code ?? 0 } : { signal }));
      child.once('error', (error: NodeJS.ErrnoException) => resolve({ spawnError: error.code ?? 'EINVAL' }));
    });
    if (child.pid !== undefined) task.onStart?.(child.pid);
    return {
      pid: child.pid,
      gone: gone.then((exit) => blameRightly(exit, task)),
      letGo: () => child.unref(),
    };
  } catch (error) {
    // Some reasons come as an event, the rarer ones are thrown.
    const { syscall, code } = error as NodeJS.ErrnoException;
    if (syscall !== 'spawn' || code === undefined) throw error;
    const exit = blameRightly({ spawnError: code }, task);
    return { pid: undefined, gone: Promise.resolve(exit), letGo: () => {} };
  } finally {
    closeSync(write);
  }
}

/**
 * Not with execa, which runs every other process here: of all that it offers a call needs nothing, and it costs a fifth
 * of a quick driver's time (measured in turn with a bare spawn: 1.20 to 1.35 times that, against 1.05 of this).
 */
function spawnDriver(task: Task, write: number): ChildProcess {
  return spawn(task.executable, task.argv, {
    stdio: ['ignore', write, write],
    env: task.env,
    cwd: task.cwd,
    // A session of its own: no terminal, as below a kubelet, and a signal to its group does not reach us.
    detached: true,
  });
}

/** The child has its umask from us; nothing else of ours can run meanwhile. */
function withUmask<Result>(umask: number | undefined, act: () => Result): Result {
  if (umask === undefined) return act();
  const before = process.umask(umask);
  try {
    return act();
  } finally {
    process.umask(before);
  }
}

function blameRightly(exit: Exit, task: Task): Exit {
  const error = exit.spawnError;
  if (error === undefined) return exit;
  if (OUR_TROUBLE.includes(error)) {
    throw new HarnessError(
      `this machine lets us start no more processes (${error}): raise the limits of processes, open files or memory`,
    );
  }
  // A missing working directory is reported as if the file were missing.
  if (error === 'ENOENT' && !existsSync(task.cwd)) {
    throw new HarnessError(`the working directory ${task.cwd} does not exist: make it, or name another`);
  }
  return exit;
}
