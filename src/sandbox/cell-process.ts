import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { HarnessError } from '../errors.ts';
import { type CellLine, readLines, writeLine } from './cell-channel.ts';
import { CELL_FD, SETUP_VARIABLE } from './setup-steps.ts';
import { toolPath } from './tool.ts';

/** A cell's processes, from the outside. */
export interface CellProcess {
  /** Process 1 of the cell as we see it, once it has said so. */
  pid: number | undefined;
  write(line: Parameters<typeof writeLine>[1]): void;
  /** SIGKILL to process 1, and so to all that it holds. */
  kill(): void;
  /** Stops waiting: used when the kernel cannot end one of its processes. */
  abandon(): void;
  /** Resolves when nothing in the cell runs any more. */
  ended: Promise<{ code?: number; signal?: NodeJS.Signals }>;
  /** The end of what was printed. */
  output(): string;
}

const KEPT_OUTPUT = 16 * 1024;
const FIRST_SIGNAL_CODE = 128;
const SIGNALS = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]),
);
/** What util-linux 2.38 says when its child was killed. */
const UNSHARE_NOISE = /^unshare: sigprocmask unblock failed: .*\n?/gm;
/** Standard input, output, error, messages, job. */
const STREAMS = 5;

/** Namespaces of a cell. The network is the host's: drivers mount over it. */
const NAMESPACED =
  'setpriv --pdeathsig KILL -- unshare --mount --pid --ipc --uts --propagation private --fork --kill-child=SIGKILL --'.split(
    ' ',
  );

/**
 * Starts the setup script in namespaces of its own. When this process dies, however it dies, so does the
 * cell: setpriv has the kernel kill unshare, and unshare has it kill process 1.
 */
export function startCell(script: string, skeleton: Buffer, onLine: (line: CellLine) => void): CellProcess {
  return startScript(NAMESPACED, script, skeleton, onLine);
}

/**
 * The same for an ordinary user, who is root in a user namespace. It comes first: to gain capabilities undoes
 * what setpriv asked the kernel for.
 * @param processes bound of the user's processes and threads, those outside included
 */
export function startUserCell(
  script: string,
  skeleton: Buffer,
  processes: number,
  onLine: (line: CellLine) => void,
): CellProcess {
  const command = `unshare --user --map-root-user -- prlimit --nproc=${processes} --`.split(' ');
  return startScript([...command, ...NAMESPACED], script, skeleton, onLine);
}

function startScript(
  [file = '', ...args]: readonly string[],
  script: string,
  skeleton: Buffer,
  onLine: (line: CellLine) => void,
): CellProcess {
  const env = { ...programEnv(), PATH: toolPath(), [SETUP_VARIABLE]: script };
  return start(file, [...args, 'sh', '-c', `eval "$${SETUP_VARIABLE}"`], env, skeleton, onLine);
}

/** Starts a program on the host itself, with the same pipes. */
export function startOnHost(command: readonly string[], onLine: (line: CellLine) => void): CellProcess {
  const [file = '', ...args] = command;
  return start('setpriv', ['--pdeathsig', 'KILL', '--', file, ...args], programEnv(), undefined, onLine);
}

/** Ours, without what Node would read at its start for connections that no cell makes: a file of 140 certificates takes 35 ms. */
function programEnv(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return env;
}

function start(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdin: Buffer | undefined,
  onLine: (line: CellLine) => void,
): CellProcess {
  const ownGroup = stdin === undefined;
  // A session of its own: Ctrl-C at the terminal is for us to handle.
  const child = spawn(file, args, { stdio: Array(STREAMS).fill('pipe'), env, cwd: '/', detached: true });
  const streams = child.stdio as unknown as Readable[] & Writable[];
  // It may die while it is written to or read from; that is told by its exit.
  for (const stream of streams) stream?.on('error', () => {});
  child.stdin?.end(stdin);
  const output = keepTail(child);
  let over = false;
  child.on('exit', () => {
    over = true;
    // Whoever is left of a program on the host would keep its pipes open.
    if (ownGroup && child.pid !== undefined) signal(-child.pid);
  });
  const cell: CellProcess = {
    pid: ownGroup ? child.pid : undefined,
    write: (line) => writeLine(streams[CELL_FD.job] as Writable, line),
    kill: () => over || signal(cell.pid ?? child.pid),
    abandon: () => {
      child.unref();
      for (const stream of streams) (stream as Readable).destroy();
    },
    ended: new Promise((resolve, reject) => {
      child.on('error', (error) => reject(notStarted(file, error)));
      child.on('close', (code, killedBy) => resolve(readExit(code, killedBy)));
    }),
    output,
  };
  readLines(streams[CELL_FD.messages] as Readable, (line) => {
    if ('cell' in line && line.cell === 'started') cell.pid = line.pid;
    onLine(line);
  });
  return cell;
}

/** A shell and unshare pass a death by signal on as an exit code. */
function readExit(
  code: number | null,
  signal: NodeJS.Signals | null,
): { code?: number; signal?: NodeJS.Signals } {
  if (signal !== null) return { signal };
  const name = SIGNALS.get((code ?? 0) - FIRST_SIGNAL_CODE);
  return name === undefined ? { code: code ?? 0 } : { signal: name };
}

function signal(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function keepTail(child: ChildProcess): () => string {
  let tail = Buffer.alloc(0);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      tail = Buffer.concat([tail, chunk]).subarray(-KEPT_OUTPUT);
    });
  }
  return () => tail.toString().replace(UNSHARE_NOISE, '');
}

function notStarted(file: string, error: Error): HarnessError {
  return new HarnessError(
    `${file} cannot be started (${error.message}): install util-linux, and see: flexcert doctor`,
  );
}
