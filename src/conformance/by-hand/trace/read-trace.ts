import { basename, dirname, resolve } from 'node:path';
import { isWithin } from '../../../kubelet/mounts.ts';
import { failureOf, pathBehind, type StraceEvent, straceEvents, stringsIn } from './strace-line.ts';
import type { OpenedFile, StartedProgram, Trace } from './trace.ts';

/** More than anybody reads. */
const MOST = 500;

/**
 * Makes a trace of what strace wrote.
 * @param about PATH of the driver, and the directory whose files are of interest
 */
export function readTrace(text: string, about: { path: string; target?: string | undefined }): Trace {
  const programs = new Programs();
  const lookups = new LookUps(about.path.split(':').filter((directory) => directory !== ''));
  const opened = new Map<string, OpenedFile>();
  for (const event of straceEvents(text)) {
    programs.see(event);
    lookups.see(event);
    const file = about.target === undefined ? undefined : openedIn(about.target, event);
    if (file !== undefined && opened.size < MOST) opened.set(`${file.path} ${file.writes}`, file);
  }
  return {
    programs: programs.started.slice(0, MOST),
    missing: lookups.missing(),
    opened: [...opened.values()],
  };
}

class Programs {
  readonly started: StartedProgram[] = [];
  readonly #running = new Map<number, { program: StartedProgram; since: number }>();
  #begin: number | undefined;

  see({ pid, at, call, exit }: StraceEvent): void {
    const running = this.#running.get(pid);
    if (exit !== undefined && running !== undefined) {
      Object.assign(running.program, { ms: round(at - running.since), exit });
      this.#running.delete(pid);
    }
    if (call?.name !== 'execve' || call.result !== '0') return;
    if (this.#begin === undefined) {
      // The driver itself.
      this.#begin = at;
      return;
    }
    const [, ...argv] = stringsIn(call.args);
    const program = { argv, afterMs: round(at - this.#begin) };
    this.started.push(program);
    this.#running.set(pid, { program, since: at });
  }
}

/** Who looks for a program asks for it in one directory of PATH after the other. */
class LookUps {
  readonly #directories: ReadonlySet<string>;
  readonly #absent = new Map<string, Set<string>>();
  readonly #found = new Set<string>();

  constructor(directories: readonly string[]) {
    this.#directories = new Set(directories);
  }

  see({ call }: StraceEvent): void {
    if (call === undefined || !/^(execve|[a-z]*stat[a-z0-9]*|f?access[a-z0-9]*)$/.test(call.name)) return;
    const path = stringsIn(call.args)[0] ?? '';
    if (!this.#directories.has(dirname(path))) return;
    const name = basename(path);
    if (failureOf(call.result) === undefined) this.#found.add(name);
    else this.#absent.set(name, (this.#absent.get(name) ?? new Set()).add(dirname(path)));
  }

  missing(): string[] {
    return [...this.#absent]
      .filter(([name, directories]) => directories.size === this.#directories.size && !this.#found.has(name))
      .map(([name]) => name);
  }
}

function openedIn(target: string, { call }: StraceEvent): OpenedFile | undefined {
  if (call === undefined || !/^(open|openat|openat2|creat)$/.test(call.name)) return undefined;
  const error = failureOf(call.result);
  const named = resolve(pathBehind(call.args) ?? '/', stringsIn(call.args)[0] ?? '');
  const path = error === undefined ? (pathBehind(call.result) ?? named) : named;
  if (!isWithin(path, target)) return undefined;
  const writes = call.name === 'creat' || /O_(WRONLY|RDWR|CREAT|TRUNC)/.test(call.args);
  return { path, writes, ...(error === undefined ? {} : { error }) };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
