import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterEach, it as base, beforeEach, expect } from 'vitest';
import { needs } from '../support/needs.ts';
import { openNode, type TestNode } from './node.ts';
import { Driver, healthy, LOOP_DRIVERS, Volume } from './subject.ts';

const DRIVERS = [...LOOP_DRIVERS, healthy('tmpfs'), healthy('minimal'), healthy('python')];
const it = base.for(DRIVERS.map((subject) => [subject.name, subject] as const));

let node: TestNode;
beforeEach(async (context) => {
  needs(context, 'root', 'busybox');
  node = await openNode();
});
afterEach(() => node?.close());

/** Whether the process, or a child of it, waits for a lock. */
function waitsForLock(pid: number): boolean {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const processes = [pid, ...children.map(Number)].filter((one) => existsSync(`/proc/${one}`));
  return processes.some(
    (one) => readFileSync(`/proc/${one}/wchan`, 'utf8').includes('flock') || isBlocked(one),
  );
}

/** Where the kernel hides wchan, /proc/locks tells who is blocked: `1: -> FLOCK ADVISORY WRITE 123 ...`. */
function isBlocked(pid: number): boolean {
  return new RegExp(`-> FLOCK +ADVISORY +WRITE ${pid} `).test(readFileSync('/proc/locks', 'utf8'));
}

it('%s: SIGTERM ends a call that waits, and its output', async ([, subject]) => {
  const driver = new Driver(node, subject);
  const image = node.image('a.img', 16);
  const volume = new Volume(node, 'vol', { image, size: '1Mi', directory: node.dir });
  mkdirSync(volume.dir('pod'), { recursive: true });
  const locked = subject.state ? image : dirname(volume.dir('pod'));
  const holder = node.start('flock', '-x', locked, 'sleep', 'infinity');
  while (!readFileSync('/proc/locks', 'utf8').includes(` ${holder.pid} `)) await setTimeout(5);
  const args = subject.state
    ? ['attach', volume.json(), 'node-a']
    : ['mount', volume.dir('pod'), volume.json()];
  const call = spawn(subject.argv[0] ?? '', [...subject.argv.slice(1), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = text(call.stdout);
  while (!waitsForLock(call.pid ?? 0)) await setTimeout(5);
  call.kill('SIGTERM');
  expect(await output).toBe('');
  expect(await once(call, 'close')).toEqual([null, 'SIGTERM']);
  process.kill(-(holder.pid ?? 0), 'SIGKILL');
  await once(holder, 'exit');
  await driver.succeed(...args);
  expect(node.mountsAt(join(volume.dir('pod'))).length).toBe(subject.state ? 0 : 1);
});
