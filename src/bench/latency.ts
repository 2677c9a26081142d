import type { DriverCall } from '../kubelet/types.ts';
import { bareSpawn } from './bare-spawn.ts';
import { distributionOf, rounded } from './distribution.ts';
import { driverCpuMs } from './driver-cpu.ts';
import type { BenchNode, CallMaker } from './node.ts';
import type { Part } from './part.ts';
import type { BenchReport, CommandTimes } from './types.ts';

/** Calls before the first that counts: files are read, the JIT has seen our code. */
const WARM_UP = 3;

/**
 * How long each command takes, through whole lives of fresh volumes. After every measured call comes a bare spawn of the
 * same executable, with init: whatever else the machine does meets both alike.
 * @param only commands that are wanted; all when empty
 * @param into is told what was measured, also when the driver fails before the end
 * @throws KubeletError when the driver fails
 */
export async function measureLatency(
  node: BenchNode,
  only: readonly string[],
  part: Part,
  into: Pick<BenchReport, 'commands' | 'baseline'>,
): Promise<void> {
  const samples = new Samples(node, only);
  const initAlone = only.length > 0 && only.every((command) => command === 'init');
  for (let turn = 0; turn < WARM_UP; turn++) await samples.warmUp();
  node.call = samples.call;
  try {
    for (let turn = 0; part.goesOn(turn); turn++) {
      if (initAlone) await node.load();
      else await live(node);
      part.did(1);
    }
  } finally {
    node.call = node.plainCall;
    Object.assign(into, samples.result());
  }
}

async function live(node: BenchNode): Promise<void> {
  const tenant = await node.tenant();
  const plugin = await node.load();
  await node.bring(plugin, tenant);
  await node.ask(plugin, tenant);
  await node.take(plugin, tenant);
}

class Samples {
  readonly #times = new Map<string, { ms: number[]; cpuMs: number }>();
  readonly #bare: number[] = [];
  readonly #node: BenchNode;
  readonly #only: readonly string[];

  constructor(node: BenchNode, only: readonly string[]) {
    this.#node = node;
    this.#only = only;
  }

  readonly call: CallMaker = async (argv) => {
    const command = argv[0] ?? '';
    const cpuBefore = driverCpuMs();
    const begun = performance.now();
    const call = await this.#node.plainCall(argv);
    const ms = performance.now() - begun;
    if (this.#counts(command, call)) {
      const all = this.#times.get(command) ?? { ms: [], cpuMs: 0 };
      all.ms.push(ms);
      all.cpuMs += driverCpuMs() - cpuBefore;
      this.#times.set(command, all);
      this.#bare.push(await this.#bareInit());
    }
    return call;
  };

  async warmUp(): Promise<void> {
    await this.#node.plainCall(['init']);
    await this.#bareInit();
  }

  result(): Pick<BenchReport, 'commands' | 'baseline'> {
    const baseline = distributionOf(this.#bare);
    const commands = [...this.#times].map(([command, { ms, cpuMs }]): [string, CommandTimes] => {
      const times = distributionOf(ms);
      const ratio = rounded(times.p50 / baseline.p50);
      return [command, { ...times, ratio, cpuMs: rounded(cpuMs / ms.length) }];
    });
    return { commands: Object.fromEntries(commands), baseline };
  }

  #bareInit(): Promise<number> {
    return bareSpawn(this.#node.executable, ['init'], this.#node.env);
  }

  /** How long a driver takes to say that it does not support a command is of no interest. */
  #counts(command: string, { conclusion }: DriverCall): boolean {
    return (
      (this.#only.length === 0 || this.#only.includes(command)) && conclusion.outcome !== 'not-supported'
    );
  }
}
