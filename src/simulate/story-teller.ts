import { looksMounted } from '../kubelet/disk/looks-mounted.ts';
import type { DriverCall } from '../kubelet/types.ts';
import type { KubeletCrash } from '../kubelet/volume-manager/driver-caller.ts';
import type { OperationFailure } from '../kubelet/volume-manager/pending-operations.ts';
import type { PlayedStep, PlayObserver } from './play.ts';
import type { Step } from './scenario.ts';
import type { StoryEvent, ToldCall } from './story-event.ts';

/** More of an answer than a person reads; the call itself saw all of it. */
const TOLD_BYTES = 64 * 1024;

/** Turns what happens while a scenario is played into messages for another process. */
export class StoryTeller implements PlayObserver {
  readonly #send: (event: StoryEvent) => void;

  constructor(send: (event: StoryEvent) => void) {
    this.#send = send;
  }

  stepBegins(step: Step, at: number): void {
    this.#send({ kind: 'step', at, step });
  }

  call(call: DriverCall, at: number): void {
    this.#send({ kind: 'call', at, call: told(call) });
  }

  operationFailed({ key, name, error, waitMs, until }: OperationFailure, at: number): void {
    const { volume } = key;
    this.#send({ kind: 'failed', at, volume, operation: name, error: error.message, waitMs, until });
  }

  error(text: string, at: number): void {
    this.#send({ kind: 'log', at, text });
  }

  crash(error: KubeletCrash, at: number): void {
    this.#send({ kind: 'crash', at, text: error.message });
  }

  stepEnds(_: Step, { trouble, lists, ...result }: PlayedStep & { trouble?: string }, at: number): void {
    this.#send({ kind: 'step-end', at, result, lists, ...(trouble === undefined ? {} : { trouble }) });
  }
}

function told({ argv, output, outputBytes, exit, durationMs, conclusion }: DriverCall): ToldCall {
  const { outcome, error, status } = conclusion;
  const [command, target] = argv;
  const mounts = outcome === 'success' && (command === 'mount' || command === 'mountdevice');
  return {
    argv,
    output: output.subarray(0, TOLD_BYTES).toString('base64'),
    outputBytes,
    exit,
    durationMs,
    outcome,
    ...(error === undefined ? {} : { error }),
    ...(status === undefined ? {} : { device: status.device, attached: status.attached }),
    ...(status?.capabilities ? { capabilities: { ...status.capabilities } } : {}),
    ...(mounts && target !== undefined ? { isMountedThere: isMounted(target) } : {}),
  };
}

/** As the kernel sees it, whatever a kubelet of that release would see. */
function isMounted(path: string): boolean {
  try {
    return looksMounted(path, { asksKernelForMountPoints: true });
  } catch {
    return false;
  }
}
