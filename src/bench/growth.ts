import { median, rounded } from './distribution.ts';
import type { BenchNode, Tenant } from './node.ts';
import type { Part } from './part.ts';
import type { Growth, GrowthStep } from './types.ts';

/** Where each step ends: three to a factor of ten. */
const STEPS = [10, 30, 100, 300, 1000, 3000, 10_000];

/**
 * How long the next volume takes while those before it stay mounted. Afterwards all are taken away again.
 * @throws KubeletError when the driver fails
 */
export async function measureGrowth(node: BenchNode, part: Part): Promise<Growth> {
  const plugin = await node.load();
  const there: Tenant[] = [];
  const times: number[] = [];
  try {
    while (part.goesOn(there.length)) {
      const tenant = await node.tenant();
      const begun = performance.now();
      await node.bring(plugin, tenant);
      times.push(performance.now() - begun);
      there.push(tenant);
      part.did(1);
    }
  } finally {
    for (const tenant of there.reverse()) await node.take(plugin, tenant);
  }
  const steps = stepsOf(times);
  return {
    volumes: times.length,
    steps,
    ratio: rounded((steps.at(-1)?.p50 ?? 0) / (steps[0]?.p50 || 1)),
  };
}

export function stepsOf(times: readonly number[]): GrowthStep[] {
  const steps: GrowthStep[] = [];
  let from = 0;
  for (const end of [...STEPS.filter((step) => step < times.length), times.length]) {
    if (end === from) continue;
    steps.push({ from: from + 1, to: end, p50: rounded(median(times.slice(from, end))) });
    from = end;
  }
  return steps;
}
