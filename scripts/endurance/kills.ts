/**
 * Kills `flexcert run` at random moments and cleans up after it: npm run kills [-- COUNT [SEED]]. Tells what was left before
 * `flexcert clean` and after; ends with 1 when something stays.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { boundImage } from '../../src/sandbox/loop-devices.ts';
import { leasedLoops, leaseOf, leftBehind } from '../../test/sandbox/left-behind.ts';
import { CLI, run, runArguments } from './flexcert.ts';

const SMALL = ['--suite', 'attach,concurrency', '--level', 'MUST'];
/** Another process may be cleaning, or have our mounts in a namespace of its own for a moment. */
const CLEAN_TRIES = 100;

const [count = '100', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);

await withDir(
  async ({ path }) => {
    const began = performance.now();
    await run(path, SMALL);
    const wholeMs = performance.now() - began;
    const moments = Array.from({ length: Number(count) }, (_, index) => wholeMs * fraction(index));
    const figures = { seed: Number(seed), kills: 0, ended: 0, leftSomething: 0, leftovers: [] as string[] };
    for (const afterMs of moments) {
      const { before, after } = await kill(path, afterMs);
      if (before === undefined) figures.ended++;
      else figures.kills++;
      if (before !== undefined && before.length > 0) figures.leftSomething++;
      figures.leftovers.push(...after);
    }
    process.stdout.write(`${JSON.stringify({ ...figures, wholeMs: Math.round(wholeMs) })}\n`);
    if (figures.leftovers.length > 0) process.exitCode = 1;
  },
  { unsafeCleanup: true, prefix: 'flexcert-kills-' },
);

/** @returns what was left of the run, before and after the clean-up; nothing before when it had ended by itself */
async function kill(
  path: string,
  afterMs: number,
): Promise<{ before: string[] | undefined; after: string[] }> {
  const child = spawn(process.execPath, runArguments(path, SMALL), {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: path },
  });
  const exited = once(child, 'exit');
  const pid = child.pid ?? 0;
  const early = await Promise.race([pause(afterMs), exited]);
  const loops = leasedLoops(pid);
  child.kill('SIGKILL');
  await exited;
  const before = early === undefined ? leftBehind(pid, []) : undefined;
  const left = (): string[] => [
    ...leftBehind(pid, []),
    ...loops.filter(isBoundToNobody).map((loop) => `/dev/loop${loop}`),
  ];
  for (let attempt = 0; attempt < CLEAN_TRIES; attempt++) {
    await execa(process.execPath, [CLI, 'clean'], { reject: false, stdin: 'ignore' });
    if (left().length === 0) break;
    await pause(50);
  }
  return { before, after: left() };
}

/** Evenly spread from 0 to 1, the same ones for the same seed. */
function fraction(index: number): number {
  return createHash('sha256').update(`${seed} ${index}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** A number may have been given to another cell meanwhile, which has a lease for it. */
function isBoundToNobody(number: number): boolean {
  return boundImage(number) !== undefined && leaseOf(number) === undefined;
}
