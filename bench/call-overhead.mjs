// One call as the kubelet makes it, in turn with a bare spawn of the same driver.
import { bareSpawn } from '../dist/src/bench/bare-spawn.js';
import { percentile } from '../dist/src/bench/distribution.js';
import { callDriver } from '../dist/src/kubelet/call.js';

const WARM_UP = 20;

/** The quickest tenth tells what we add; the median, on a machine with other work, how long processes wait for a turn. */
const PERCENTS = [10, 50];

/** @returns milliseconds at each percentile */
export async function callOverhead(executable, rounds) {
  const calls = [];
  const spawns = [];
  for (let round = 0; round < rounds + WARM_UP; round++) {
    const begun = performance.now();
    await callDriver({ executable, argv: ['init'], limitMs: 60_000 });
    const call = performance.now() - begun;
    const spawn = await bareSpawn(executable, ['init'], process.env);
    if (round < WARM_UP) continue;
    calls.push(call);
    spawns.push(spawn);
  }
  const [sortedCalls, sortedSpawns] = [calls, spawns].map((all) => all.sort((a, b) => a - b));
  return PERCENTS.map((percent) => ({
    percent,
    call: percentile(sortedCalls, percent),
    bare: percentile(sortedSpawns, percent),
  }));
}
