import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HarnessError } from '../../src/errors.ts';
import { type CallRequest, callDriver } from '../../src/kubelet/call.ts';
import type { DriverCall } from '../../src/kubelet/types.ts';
import { needs } from '../support/needs.ts';
import { scripts } from '../support/scripts.ts';

const script = scripts();
const sh = (body: string): Promise<string> => script(`#!/bin/sh\n${body}\n`);

async function call(executable: string, request: Partial<CallRequest> = {}): Promise<DriverCall> {
  return callDriver({ executable, argv: ['init'], limitMs: 20_000, ...request });
}

const SUCCESS = `echo '{"status":"Success"}'`;

describe('callDriver', () => {
  it('passes the arguments as they are, nothing on stdin, and runs in /', async () => {
    const driver = await sh('cat; pwd; for a in "$@"; do printf "<%s>" "$a"; done');
    const options = `{"a":"\\u003c'\\n %s $HOME ü"}`;
    const { output } = await call(driver, { argv: ['mount', '', options, 'x'.repeat(100 * 1024)] });
    expect(output.toString()).toBe(`/\n<mount><><${options}><${'x'.repeat(100 * 1024)}>`);
  });

  it('passes exactly the environment it was given', async () => {
    const { output } = await call(await script('#!/bin/cat /proc/self/environ\n'), { env: { ONE: '1' } });
    expect(output.toString().split('#!')[0]).toBe('ONE=1\0');
  });

  it('sets the umask for the driver alone', async () => {
    const before = process.umask();
    expect((await call(await sh('umask'), { umask: 0o077 })).output.toString()).toBe('0077\n');
    expect(process.umask()).toBe(before);
  });

  it('keeps the order of bytes between stdout and stderr', async () => {
    const driver = await sh('i=0; while [ $i -lt 500 ]; do printf o; printf e >&2; i=$((i+1)); done');
    expect((await call(driver)).output.toString()).toBe('oe'.repeat(500));
  });

  it('lets a script write to /dev/stdout and /dev/stderr', async () => {
    const { output, exit } = await call(await sh('printf a >/dev/stdout && printf b >/dev/stderr'));
    expect({ output: output.toString(), exit }).toEqual({ output: 'ab', exit: { code: 0 } });
  });

  it('gives the driver three descriptors and nothing of ours', async () => {
    const { output } = await call(await script('#!/bin/ls /proc/self/fd\n'), { argv: [] });
    // What the surroundings of the tests leave open, and the directory that ls itself reads.
    const bare = spawnSync('/bin/ls', ['/proc/self/fd'], { encoding: 'utf8' }).stdout;
    expect(output.toString().match(/^\d+$/gm)).toEqual(bare.match(/^\d+$/gm));
  });

  it('gives it /dev/null, one and the same pipe for both outputs, and no terminal', async () => {
    const driver = await sh(
      'readlink /proc/$$/fd/0; cmp /proc/$$/fdinfo/1 /proc/$$/fdinfo/2 && test -p /dev/stdout && echo one pipe; (: </dev/tty) 2>&- || echo no terminal',
    );
    expect((await call(driver)).output.toString()).toBe('/dev/null\none pipe\nno terminal\n');
  });

  it('keeps every byte as it is', async () => {
    const { output, outputBytes } = await call(await sh(`printf 'a\\000\\377b\\000\\nc'`));
    expect(output.equals(Buffer.from('6100ff62000a63', 'hex'))).toBe(true);
    expect(outputBytes).toBe(7);
  });

  it.each([
    ['exit 3', { code: 3 }, 'exit status 3'],
    ['kill -9 $$', { signal: 'SIGKILL' }, 'signal: killed'],
    ['kill -11 $$', { signal: 'SIGSEGV' }, 'signal: segmentation fault'],
    ['kill -TERM 0', { signal: 'SIGTERM' }, 'signal: terminated'],
  ])('tells how the driver ended: %s', async (ending, exit, error) => {
    const done = await call(await sh(`${SUCCESS}; ${ending}`));
    expect(done.exit).toEqual(exit);
    expect(done.conclusion).toMatchObject({ outcome: 'failure', error });
  });

  it.each<[string, () => Promise<string>, string]>([
    ['a missing file', async () => '/no/such/driver', 'ENOENT'],
    ['a missing interpreter', () => script('#!/no/such/interpreter\n'), 'ENOENT'],
    ['CRLF after the interpreter', () => script('#!/bin/sh\r\necho x\r\n'), 'ENOENT'],
    ['no run bit', () => script('#!/bin/sh\n', 'driver', 0o644), 'EACCES'],
    ['a directory', async () => '/usr', 'EACCES'],
    ['no #!', () => script('echo hello\n'), 'ENOEXEC'],
    ['an empty file', () => script(''), 'ENOEXEC'],
    ['a path through a file', async () => '/etc/passwd/driver', 'ENOTDIR'],
  ])('does not execute %s', async (_, file, spawnError) => {
    const done = await call(await file());
    expect(done.exit).toEqual({ spawnError });
    expect(done).toMatchObject({ end: 'eof', outputBytes: 0 });
    expect(done.conclusion.error).toBe('unexpected end of JSON input');
  });

  it('does not execute with an argument that no kernel takes', async () => {
    const driver = await sh(SUCCESS);
    expect((await call(driver, { argv: ['mount', 'x'.repeat(200_000)] })).exit).toEqual({
      spawnError: 'E2BIG',
    });
    expect((await call(driver, { argv: ['mount', 'a\0b'] })).exit).toEqual({ spawnError: 'EINVAL' });
  });

  it('blames nobody else for a missing working directory', async () => {
    await expect(call(await sh(SUCCESS), { cwd: '/no/such/place' })).rejects.toThrow(HarnessError);
  });
});

describe('the end of a call', () => {
  it('is the end of the pipe when a child keeps it after the driver', async () => {
    const done = await call(await sh(`sleep 0.6 & ${SUCCESS}`));
    expect(done).toMatchObject({ end: 'eof', conclusion: { outcome: 'success' } });
    expect(done.durationMs).toBeGreaterThan(590);
    expect(done.exitMs).toBeLessThan(done.durationMs / 2);
  });

  it('is the end of the driver when it closes its outputs and goes on', async () => {
    const done = await call(await sh(`${SUCCESS}; exec >/dev/null 2>&1; sleep 0.6`));
    expect(done).toMatchObject({ end: 'eof', conclusion: { outcome: 'success' } });
    expect(done.exitMs).toBeGreaterThan(590);
  });

  it('does not wait for a daemon that closed the pipe', async () => {
    const done = await call(await sh(`(setsid sleep 5 >/dev/null 2>&1 &) ; ${SUCCESS}`));
    expect(done).toMatchObject({ end: 'eof' });
    expect(done.durationMs).toBeLessThan(4000);
  });

  it('is our limit when the driver never ends, and nothing of it is left', async () => {
    const done = await call(await sh(`echo half; sleep 300 & echo $! $$; exec sleep 300`), { limitMs: 400 });
    expect(done).toMatchObject({
      end: 'killed',
      exit: { signal: 'SIGKILL' },
      conclusion: { outcome: 'failure' },
    });
    expect(done.conclusion.error).toMatch(/did not end within 0.4 s and was killed/);
    const [half, pids] = done.output.toString().split('\n');
    expect(half).toBe('half');
    for (const pid of pids?.split(' ') ?? []) expect(isRunning(Number(pid))).toBe(false);
  });

  it('is our limit when a double fork keeps the pipe, and says who', async () => {
    const driver = await sh(`(setsid sleep 300.25 & echo $! ) & wait; ${SUCCESS}`);
    const done = await call(driver, { limitMs: 500 });
    const holder = Number(done.output.toString().split('\n')[0]);
    expect(done).toMatchObject({ end: 'held', exit: { code: 0 } });
    expect(done.holders).toEqual([{ pid: holder, command: 'sleep 300.25' }]);
    expect(done.conclusion.error).toMatch(/kept by sleep 300.25 \(process \d+\)/);
    expect(done.durationMs).toBeLessThan(3000);
    process.kill(holder, 'SIGKILL');
  });

  it('kills what holds the pipe along with a driver that never ends', async () => {
    const driver = await sh(`(setsid sleep 300.5 & echo $! ) & sleep 300`);
    const done = await call(driver, { limitMs: 500 });
    expect(done.end).toBe('killed');
    expect(isRunning(Number(done.output.toString().split('\n')[0]))).toBe(false);
  });

  it('comes when the run is aborted', async () => {
    const abort = new AbortController();
    const done = await call(await sh('sleep 300 & echo $!; wait'), {
      signal: abort.signal,
      onStart: () => setTimeout(() => abort.abort(), 300),
    });
    expect(done).toMatchObject({ end: 'aborted', exit: { signal: 'SIGKILL' } });
    expect(isRunning(Number(done.output.toString()))).toBe(false);
    await expect(call(await sh(SUCCESS), { signal: abort.signal })).rejects.toThrow(/abort/);
  });
});

describe('output without bounds', () => {
  it('of 1 GiB is counted, and kept by head and tail alone', async () => {
    const driver = await sh(`printf begin; head -c 1073741824 /dev/zero >&2; printf end`);
    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 20);
    const done = await call(driver, { keepBytes: 1 << 20, limitMs: 55_000 });
    clearInterval(watch);
    expect(done.outputBytes).toBe(1073741824 + 8);
    expect(done.output).toHaveLength(1 << 20);
    expect(done.cutAt).toBe(1 << 19);
    expect(done.output.subarray(0, 5).toString()).toBe('begin');
    expect(done.output.subarray(-3).toString()).toBe('end');
    expect(highest - before).toBeLessThan(64 << 20);
  });

  it('is read whole for the conclusion, whatever is kept of it', async () => {
    // Cut in the middle it would read as Success.
    const driver = await sh(
      `printf '{"status":"Success","message":"'; head -c 2000000 /dev/zero | tr '\\0' a; printf '",'; head -c 2000000 /dev/zero | tr '\\0' b; printf '"x":"y"}'`,
    );
    const done = await call(driver, { keepBytes: 1000 });
    expect(done.output).toHaveLength(1000);
    expect(done.conclusion.error).toMatch(/^invalid character 'b'/);
  });

  it('that never ends is cut at the limit of time', async () => {
    const done = await call(await sh('exec yes'), { keepBytes: 1000, limitMs: 300 });
    expect(done).toMatchObject({ end: 'killed', output: { length: 1000 } });
    expect(done.durationMs).toBeLessThan(3000);
  });

  it('of a byte now and then is all there', async () => {
    const done = await call(await sh('while :; do printf x; sleep 0.1; done'), { limitMs: 700 });
    expect(done.end).toBe('killed');
    expect(done.output.toString()).toMatch(/^x{1,8}$/);
  });
});

describe('many calls', () => {
  it('leak no descriptor and no process', async () => {
    const driver = await sh(SUCCESS);
    await Promise.all(Array.from({ length: 16 }, () => call(driver)));
    const before = readdirSync('/proc/self/fd').length;
    for (let round = 0; round < 125; round++) {
      const done = await Promise.all(Array.from({ length: 16 }, () => call(driver)));
      expect(done.every((one) => one.conclusion.outcome === 'success')).toBe(true);
    }
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });

  it('side by side do not mix', async () => {
    const driver = await sh('i=0; while [ $i -lt 50 ]; do printf "$2"; printf "$2" >&2; i=$((i+1)); done');
    const done = await Promise.all(
      Array.from({ length: 40 }, (_, index) => call(driver, { argv: ['mount', `<${index}>`] })),
    );
    for (const [index, one] of done.entries()) expect(one.output.toString()).toBe(`<${index}>`.repeat(100));
  });

  it('are not robbed by a process that an earlier call left reading', async (context) => {
    needs(context, 'python3');
    const thief = await sh(`exec 3</dev/stdout; cat <&3 >/dev/null 2>&1 & echo $! >"$2"; ${SUCCESS}`);
    const pidFile = `${thief}.pid`;
    await call(thief, { argv: ['init', pidFile], limitMs: 500 });
    expect(existsSync(pidFile)).toBe(true);
    const honest = await sh(SUCCESS);
    for (let i = 0; i < 10; i++) expect((await call(honest)).conclusion.outcome).toBe('success');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
});

function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
