import { availableParallelism, release as kernelRelease } from 'node:os';
import type { CellRoom } from '../conformance/inside/world.ts';
import { KubeletError } from '../kubelet/kubelet-error.ts';
import { distributionOf } from './distribution.ts';
import { measureMemory } from './driver-memory.ts';
import { measureGrowth } from './growth.ts';
import { measureLatency } from './latency.ts';
import { BenchNode } from './node.ts';
import { Course } from './part.ts';
import { livesAtOnce, measureRate } from './rates.ts';
import type { BenchInput, BenchReport, Progress } from './types.ts';

/** Measures a driver in this cell, one part after the other. What came before a failure is kept. */
export async function measure(
  input: BenchInput,
  room: CellRoom,
  tell: (progress: Progress) => void,
): Promise<BenchReport> {
  const { plan, name, release } = input;
  const { iterations, atOnce, volumes, limitMs } = plan;
  const lives = atOnce.reduce((sum, level) => sum + livesAtOnce(level), 0);
  const course = new Course(iterations + lives + volumes, tell);
  const report: BenchReport = {
    driver: name,
    kubelet: release,
    startedAt: new Date().toISOString(),
    environment: { kernel: kernelRelease(), node: process.version, processors: availableParallelism() },
    commands: {},
    baseline: distributionOf([]),
    notes: course.notes,
  };
  const node = new BenchNode(input, room);
  try {
    const latencies = course.part('latency', iterations, limitMs);
    await measureLatency(node, plan.commands, latencies, report);
    if (plan.memory) report.memory = await measureMemory(node);
    for (const level of atOnce) {
      const part = course.part(`${level} at once`, livesAtOnce(level), limitMs);
      report.rates = [...(report.rates ?? []), await measureRate(node, level, part)];
    }
    if (volumes > 0) report.growth = await measureGrowth(node, course.part('growth', volumes, limitMs));
  } catch (error) {
    if (!(error instanceof KubeletError)) throw error;
    report.failure = error.message;
  }
  return report;
}
