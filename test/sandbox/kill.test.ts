import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cleanDeadRuns } from '../../src/sandbox/clean.ts';
import { boundImage } from '../../src/sandbox/loop-devices.ts';
import type { Isolation, Leak } from '../../src/sandbox/types.ts';
import { needs } from '../support/needs.ts';
import { leasedLoops, leaseOf, leftBehind } from './left-behind.ts';

/** More with FLEXCERT_KILLS=100 npx vitest run test/sandbox/kill. */
const KILLS = Number(process.env.FLEXCERT_KILLS ?? 20);
const runProgram = fileURLToPath(new URL('./programs/run.mjs', import.meta.url));

/** Kills a run after so many milliseconds. @returns its pid and the loop devices that were its own */
async function kill(
  isolation: Isolation,
  afterMs: number,
): Promise<{ pid: number; said: string; loops: number[] }> {
  const options = JSON.stringify({ isolation, cells: 2 });
  const child = spawn(process.execPath, [runProgram, options], { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const exited = once(child, 'exit');
  const early = await Promise.race([pause(afterMs), exited]);
  if (early !== undefined) throw new Error(`it ended before it was killed: ${said}`);
  const pid = child.pid ?? 0;
  const loops = leasedLoops(pid);
  child.kill('SIGKILL');
  await exited;
  return { pid, said, loops };
}

/**
 * Cleans until nothing is in the way: another process that cleans, or a mount namespace that someone made while
 * our mounts were there. It has them too, and keeps our loop devices for as long as it lives.
 */
async function clean(isGone: () => boolean): Promise<Leak[]> {
  const giveUp = performance.now() + 60_000;
  for (;;) {
    const cleaned = await cleanDeadRuns();
    if (isGone() || performance.now() > giveUp) return cleaned?.leaks ?? [];
    await pause(50);
  }
}

describe.each(['full', 'none'] as const)('with isolation %s', (isolation) => {
  it(`a run that is killed at any of ${KILLS} moments leaves nothing that clean does not give back`, async (context) => {
    needs(context, 'root');
    const reached = new Set<string>();
    for (let i = 0; i < KILLS; i++) {
      // From before anything is made until all is there.
      const { pid, said, loops } = await kill(isolation, Math.random() * 1_500);
      const images = [...said.matchAll(/"image":"([^"]+)"/g)].map((match) => match[1] ?? '');
      reached.add(said.includes('begun') ? 'all' : said === '' ? 'none' : 'some');
      const before = leftBehind(pid, images);
      const leaks = await clean(() => leftBehind(pid, images).length === 0);
      const left = leftBehind(pid, images);
      expect({ i, before, left, leaks: left.length === 0 ? [] : leaks }).toEqual({
        i,
        before,
        left: [],
        leaks: [],
      });
      // A number may have been given to another cell meanwhile, which has a lease for it.
      const bound = loops.filter((number) => boundImage(number) !== undefined);
      expect(bound.filter((number) => leaseOf(number) === undefined)).toEqual([]);
    }
    expect(reached.size).toBeGreaterThan(1);
  }, 600_000);
});
