import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { waitsInKernel } from '../../src/sandbox/process-watch.ts';
import type { CellEnd } from '../../src/sandbox/types.ts';
import { needs } from '../support/needs.ts';

const module = (path: string): string => new URL(path, import.meta.url).href;

/** Runs a command in a cell of 60 processes, on a host whose cgroups cannot be seen, as in many containers. */
async function withoutCgroups(command: string): Promise<CellEnd> {
  const source = `
    import { openCell } from '${module('../../dist/src/sandbox/cell.js')}';
    const end = await openCell({
      program: new URL('${module('./programs/shell.mjs')}'),
      input: { commands: [${JSON.stringify(command)}] },
      limits: { processes: 60, wallMs: 30_000 },
      onMessage: () => {},
    });
    console.log(JSON.stringify(end));`;
  const script = 'mount -t tmpfs none /sys/fs/cgroup && exec "$0" --input-type=module -e "$1"';
  const args = ['--mount', '--propagation', 'private', '--', 'sh', '-c', script, process.execPath, source];
  return JSON.parse((await execa('unshare', args)).stdout) as CellEnd;
}

describe('where no cgroup bounds processes', () => {
  it('a cell with more than allowed is ended, and says so', async (context) => {
    needs(context, 'root');
    const mark = `flexcert-test-bomb-${process.pid}`;
    const end = await withoutCgroups(`while :; do sh -c 'sleep 600; : ${mark}' & done`);
    expect(end).toMatchObject({
      endedBy: 'processes',
      exit: { signal: 'SIGKILL' },
      limitsReached: ['more than 60 processes were alive at once, and all were ended'],
      leaks: [],
    });
    expect(commandLines().filter((line) => line.includes(mark))).toEqual([]);
  });

  it('a cell with as many as allowed is left alone', async (context) => {
    needs(context, 'root');
    const end = await withoutCgroups('for i in $(seq 30); do sleep 1 & done; wait');
    expect(end).toMatchObject({ endedBy: 'program', exit: { code: 0 }, limitsReached: [] });
  });
});

describe('a process', () => {
  it.for([
    ['that computes does not wait', 'while :; do :; done', false],
    ['that sleeps does', 'exec sleep 600', true],
  ] as const)('%s', async ([, script, waits]) => {
    const child = spawn('sh', ['-c', script], { stdio: 'ignore' });
    try {
      await expect.poll(() => waitsInKernel(child.pid), { timeout: 10_000 }).toBe(waits);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(waitsInKernel(child.pid)).toBe(false);
  });
});

function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
}
