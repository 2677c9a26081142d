/**
 * Plays generated drivers against the emulated kubelet: npm run fuzz [-- COUNT [SEED]]. Figures go to stdout as JSON; ends
 * with 1 for any defect of ours: a crash, a hang, something left.
 */
import { leftHere } from '../test/sandbox/left-behind.ts';
import { fuzz } from '../test/simulate/fuzz/run.ts';

const [count = '1000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const began = performance.now();
const figures = await fuzz(Number(count), Number(seed), ({ drivers, defects }) =>
  process.stderr.write(`${drivers} of ${count} drivers, ${defects.length} defects\n`),
);
const left = leftHere();
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(`${JSON.stringify({ seed: Number(seed), seconds, ...figures, left }, null, 2)}\n`);
process.exit(figures.defects.length + figures.leaks.length + left.length > 0 ? 1 : 0);
