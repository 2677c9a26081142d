import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanDeadRuns } from '../../src/sandbox/clean.ts';
import { needs } from '../support/needs.ts';
import { leftBehind } from './left-behind.ts';

const runProgram = fileURLToPath(new URL('./programs/run.mjs', import.meta.url));
const ISOLATIONS = ['full', 'none'] as const;

interface Run {
  child: ChildProcess;
  pid: number;
  /** Images behind the loop devices that it made. */
  images: string[];
  /** What it said on stderr. */
  said(): string;
  /** Waits until it has said that. */
  says(words: string): Promise<void>;
  ended: Promise<number | string>;
}

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGTERM');
  running.clear();
});

/** Starts a run of cells and waits until all is made that could be left behind. */
async function begin(options: object): Promise<Run> {
  const child = spawn(process.execPath, [runProgram, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const says = (words: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (said.includes(words)) resolve();
      };
      child.stderr.on('data', look);
      look();
      void ended.then((code) => reject(new Error(`it ended with ${code}: ${said}`)));
    });
  await says('begun\n');
  const images = [...said.matchAll(/"image":"([^"]+)"/g)].map((match) => match[1] ?? '');
  return { child, pid: child.pid ?? 0, images, said: () => said, says, ended };
}

describe.each(ISOLATIONS)('with isolation %s, a run', (isolation) => {
  it.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('cleans up after %s and ends with %i', async ([signal, code], context) => {
    needs(context, 'root');
    const run = await begin({ isolation });
    expect(leftBehind(run.pid, run.images)).not.toEqual([]);
    run.child.kill(signal);
    expect(await run.ended).toBe(code);
    expect(run.said()).toContain('[{"endedBy":"aborted","leaks":[]}]');
    expect(leftBehind(run.pid, run.images)).toEqual([]);
  });

  it('is hurried by a second signal', async (context) => {
    needs(context, 'root');
    const run = await begin({ isolation, program: 'busy-and-deaf' });
    run.child.kill('SIGINT');
    await run.says('ending\n');
    const before = performance.now();
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(130);
    // Without the second one the cell would have its two seconds.
    expect(performance.now() - before).toBeLessThan(1_900);
    expect(leftBehind(run.pid, run.images)).toEqual([]);
  });

  it('cleans up after an error that nobody caught, and throws it', async (context) => {
    needs(context, 'root');
    const run = await begin({ isolation, trouble: 'uncaught' });
    expect(await run.ended).toBe(3);
    expect(run.said()).toContain('threw ReferenceError');
    expect(leftBehind(run.pid, run.images)).toEqual([]);
  });

  it('cleans up when nobody reads its stdout any more', async (context) => {
    needs(context, 'root');
    const run = await begin({ isolation, trouble: 'stdout' });
    run.child.stdout?.destroy();
    expect(await run.ended).toBe(3);
    expect(run.said()).toContain('[{"endedBy":"aborted","leaks":[]}]');
    expect(leftBehind(run.pid, run.images)).toEqual([]);
  });

  it('that is killed leaves a ledger, which the next to come honours', async (context) => {
    needs(context, 'root');
    const [dead, alive] = [await begin({ isolation }), await begin({ isolation, cells: 2 })];
    const before = leftBehind(alive.pid, alive.images);
    dead.child.kill('SIGKILL');
    expect(await dead.ended).toBe('SIGKILL');
    // The kernel ends the cell; another process may have begun to clean up.
    while ((await cleanDeadRuns()) === undefined || leftBehind(dead.pid, dead.images).length > 0);
    expect(leftBehind(alive.pid, alive.images)).toEqual(before);
    alive.child.kill('SIGTERM');
    expect(await alive.ended).toBe(143);
    expect(leftBehind(alive.pid, alive.images)).toEqual([]);
  });
});
