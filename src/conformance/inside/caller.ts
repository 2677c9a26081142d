import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { concludeAnswer } from '../../kubelet/answer.ts';
import { callDriver } from '../../kubelet/call.ts';
import type { Profile } from '../../kubelet/profile.ts';
import type { DriverCall } from '../../kubelet/types.ts';
import { recordArguments } from '../../record/arguments.ts';
import { recordedCall } from '../../record/build.ts';
import type { Redactor } from '../../record/redaction.ts';
import type { CellMessage } from '../messages.ts';
import type { Call, Surroundings } from '../test-api/kubelet.ts';
import { broken } from './expectation.ts';
import type { RetryWaits } from './retry-waits.ts';

/** What is the same for every call of a requirement. */
export interface CallerOptions {
  executable: string;
  env: Readonly<Record<string, string>>;
  profile: Profile;
  /** Milliseconds. */
  limitMs: number;
  /** Of each output. */
  keepBytes: number;
  waits: RetryWaits;
  send: (message: CellMessage) => void;
  /** Asked at every call: a requirement may make secrets of its own. */
  redactor: () => Redactor;
}

/** One call of the driver, told to the parent before it begins and when it is over. */
export type Caller = (
  argv: readonly string[],
  about: { volume?: string | undefined; surroundings: Surroundings },
) => Promise<Call>;

export function makeCaller(options: CallerOptions): Caller {
  let number = 0;
  return async (argv, { volume, surroundings }) => {
    const redactor = options.redactor();
    const own = number++;
    const command = argv[0] ?? '';
    const told = recordArguments(argv.map((argument) => redactor.text(argument)));
    options.send({ kind: 'calling', number: own, argv: told.argv });
    const waitedMs = volume === undefined ? undefined : options.waits.before(command, volume);
    const made = await callIn(surroundings, argv, options).catch((error: unknown) => {
      expectUsableNode(command);
      throw error;
    });
    const call: Call = {
      ...made,
      command,
      text: made.output.toString('utf8'),
      ...(volume === undefined ? {} : { volume }),
    };
    if (volume !== undefined) options.waits.ended(call, volume);
    const sent = signalOf(surroundings);
    const recorded = recordedCall(made, { volume, waitedMs, redactor });
    options.send({
      kind: 'called',
      number: own,
      call: { ...recorded, ...(sent === undefined ? {} : { sent }) },
    });
    expectUsableNode(command, call);
    return call;
  };
}

/** Without these nobody on a node sees mounts or processes, or can start one: neither a kubelet nor we. */
function expectUsableNode(command: string, call?: Call): void {
  for (const path of ['/proc/self/mountinfo', '/dev/null']) {
    if (existsSync(path)) continue;
    broken(
      `${command} to leave ${dirname(path).replace('/self', '')} where it is`,
      `${path} to be gone`,
      call,
    );
  }
}

async function callIn(
  { env, cwd, sigtermAfterMs, limitMs, ...around }: Surroundings,
  argv: readonly string[],
  options: CallerOptions,
): Promise<DriverCall> {
  const { executable, profile } = options;
  const line = [...wrapping(around), executable, ...argv];
  const program = line[0] as string;
  const killer = killAfter(around);
  const call = await callDriver({
    executable: program,
    argv: line.slice(1),
    env: { ...(env ?? options.env) },
    ...(cwd === undefined ? {} : { cwd }),
    profile,
    ...(sigtermAfterMs === undefined ? {} : { sigtermAfterMs }),
    limitMs: limitMs ?? options.limitMs,
    keepBytes: options.keepBytes,
    onStart: killer.started,
  }).finally(killer.over);
  if (program === executable) return call;
  // What ran it is no part of the call; the kubelet's error text names the command.
  const conclusion =
    call.end === 'eof' ? concludeAnswer({ ...call, command: argv[0] ?? '', profile }) : call.conclusion;
  return { ...call, executable, argv, conclusion };
}

/** Told in the record, so that nobody takes the end of such a call for the driver's own. */
function signalOf({ sigkillAfterMs, sigtermAfterMs }: Surroundings): 'SIGKILL' | 'SIGTERM' | undefined {
  if (sigkillAfterMs !== undefined) return 'SIGKILL';
  return sigtermAfterMs === undefined ? undefined : 'SIGTERM';
}

/** Programs that alter the surroundings and then become the driver: Node's own umask is that of all calls at once. */
function wrapping({ umask, wrap = [] }: Pick<Surroundings, 'umask' | 'wrap'>): string[] {
  if (umask === undefined) return [...wrap];
  return ['/bin/sh', '-c', `umask ${umask.toString(8)}; exec "$0" "$@"`, ...wrap];
}

function killAfter({ sigkillAfterMs, onStart }: Pick<Surroundings, 'sigkillAfterMs' | 'onStart'>) {
  let timer: NodeJS.Timeout | undefined;
  return {
    started: (pid: number) => {
      onStart?.(pid);
      if (sigkillAfterMs !== undefined) timer = setTimeout(() => kill(pid), sigkillAfterMs);
    },
    over: () => clearTimeout(timer),
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
}
