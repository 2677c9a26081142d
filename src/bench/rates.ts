import { rounded } from './distribution.ts';
import type { BenchNode, Tenant } from './node.ts';
import type { Part } from './part.ts';
import type { Rate } from './types.ts';

/** Each volume that lives beside others lives twice, and no measurement is of fewer lives. */
const LIVES_EACH = 2;
const FEWEST_LIVES = 16;

export function livesAtOnce(atOnce: number): number {
  return Math.max(FEWEST_LIVES, LIVES_EACH * atOnce);
}

/**
 * Lifecycles in a second, so many at the same time. Volumes are made before the clock starts.
 * @throws KubeletError when the driver fails
 */
export async function measureRate(node: BenchNode, atOnce: number, part: Part): Promise<Rate> {
  const plugin = await node.load();
  const waiting: Tenant[] = [];
  for (let index = 0; index < livesAtOnce(atOnce); index++) waiting.push(await node.tenant());
  let lifecycles = 0;
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    for (let tenant = waiting.pop(); tenant !== undefined; tenant = waiting.pop()) {
      if (!part.goesOn(lifecycles)) return;
      await node.bring(plugin, tenant);
      await node.take(plugin, tenant);
      lifecycles++;
      part.did(1);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - begun) / 1000;
  const broken = workers.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return { atOnce, lifecycles, perSecond: rounded(lifecycles / seconds) };
}
