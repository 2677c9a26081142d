import { concludeAnswer } from './answer.ts';
import { type KeptOutput, trimmed } from './call/bounded-output.ts';
import { isExecFormatError } from './call/exec-format.ts';
import { type Execution, execute } from './call/execute.ts';
import { acquireFifo, discardFifo, releaseFifo } from './call/fifo.ts';
import { concludeWithoutEnd, sigtermCrash } from './call/no-end.ts';
import type { Task } from './call/task.ts';
import { DEFAULT_RELEASE, type Profile, profileFor } from './profile.ts';
import type { Conclusion, DriverCall } from './types.ts';

export interface CallRequest {
  /** Absolute path of the driver's executable. */
  executable: string;
  /** The command and its arguments. */
  argv: readonly string[];
  /** The whole environment; ours when absent. */
  env?: NodeJS.ProcessEnv;
  /** Default: `/`, where a kubelet runs. */
  cwd?: string;
  /** Default: ours. */
  umask?: number;
  /** Default: the newest measured release. */
  profile?: Profile;
  /** The kubelet's own limit, which only waitforattach has: SIGTERM to the driver alone. */
  sigtermAfterMs?: number;
  /** Our limit, which no kubelet has: after it the call is given up. */
  limitMs: number;
  /** Bytes of output to hand back, half of them from the end; up to 16 MiB are read for the conclusion. Default: 16 MiB. */
  keepBytes?: number;
  /** Kills the driver and ends the call as `aborted`. */
  signal?: AbortSignal;
  /** Told the driver's process when it runs. */
  onStart?: (pid: number) => void;
}

/** The limit of waitforattach in a kubelet. */
export const WAIT_FOR_ATTACH_LIMIT_MS = 10 * 60 * 1000;
/** Of more than that a kubelet would read all; we conclude from its head and tail. */
const READ_BYTES = 16 * 1024 * 1024;

/**
 * Calls a driver as a kubelet does: stdin from /dev/null, both outputs into one pipe, and the call ends when the driver
 * is gone and the pipe is at its end. Whatever the driver does, the promise settles soon after `limitMs`.
 * docs/kubelet.md, "One driver call".
 * @throws HarnessError when this machine cannot start a process or make a pipe; the signal's reason when it was aborted
 *   before the start
 */
export async function callDriver(request: CallRequest): Promise<DriverCall> {
  request.signal?.throwIfAborted();
  const profile = request.profile ?? profileFor(DEFAULT_RELEASE);
  const task = taskOf(request, profile);
  const startedAt = Date.now();
  const done = refusal(task) ?? (await executeOnFifo(task));
  return {
    executable: request.executable,
    argv: request.argv,
    ...trimmed(outputOf(done), request.keepBytes ?? READ_BYTES),
    exit: done.exit,
    end: done.end,
    startedAt,
    exitMs: done.exitMs,
    durationMs: done.durationMs,
    ...(done.holders.length === 0 ? {} : { holders: done.holders }),
    conclusion: conclude(request, profile, done),
  };
}

function outputOf({ output, outputBytes, cutAt }: Execution): KeptOutput {
  return { output, outputBytes, ...(cutAt === undefined ? {} : { cutAt }) };
}

function taskOf(request: CallRequest, profile: Profile): Task {
  const afterMs = request.sigtermAfterMs;
  return {
    executable: request.executable,
    argv: request.argv,
    env: request.env ?? process.env,
    cwd: request.cwd ?? '/',
    umask: request.umask,
    limitMs: request.limitMs,
    keepBytes: Math.max(READ_BYTES, request.keepBytes ?? 0),
    sigterm: afterMs === undefined ? undefined : { afterMs, graceMs: profile.sigtermGraceMs },
    signal: request.signal,
    onStart: request.onStart,
  };
}

async function executeOnFifo(task: Task): Promise<Execution> {
  const fifo = await acquireFifo();
  let ended = false;
  try {
    const execution = await execute(task, fifo);
    ended = execution.end === 'eof';
    return execution;
  } finally {
    if (ended) releaseFifo(fifo);
    else discardFifo(fifo);
  }
}

/** What the kernel would refuse to execute, but Node would not report so. */
function refusal({ executable, argv, cwd }: Task): Execution | undefined {
  if (argv.some((argument) => argument.includes('\0'))) return notExecuted('EINVAL');
  if (isExecFormatError(executable, cwd)) return notExecuted('ENOEXEC');
  return undefined;
}

function notExecuted(spawnError: string): Execution {
  return {
    output: Buffer.alloc(0),
    outputBytes: 0,
    exit: { spawnError },
    end: 'eof',
    exitMs: 0,
    durationMs: 0,
    timedOut: false,
    outlivedSigterm: false,
    holders: [],
  };
}

function conclude({ argv, limitMs }: CallRequest, profile: Profile, done: Execution): Conclusion {
  const { output, exit, end, timedOut, outlivedSigterm, holders } = done;
  if (outlivedSigterm) {
    const crash = sigtermCrash(profile.sigtermGraceMs);
    return { outcome: 'failure', error: crash, crash };
  }
  if (end !== 'eof') return concludeWithoutEnd(end, limitMs, holders);
  return concludeAnswer({ command: argv[0] ?? '', output, exit, timedOut, profile });
}
