import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { openCell } from '../../src/sandbox/cell.ts';
import { boundImage } from '../../src/sandbox/loop-devices.ts';
import { parseMountInfo } from '../../src/sandbox/mount-table.ts';
import type { CellEnd } from '../../src/sandbox/types.ts';
import { needs } from '../support/needs.ts';
import { inCell, outputInCell, type Ran } from './in-cell.ts';

const program = (name: string): URL => new URL(`./programs/${name}.mjs`, import.meta.url);
const unique = (): string => `flexcert-test-${process.pid}-${Math.random().toString(36).slice(2)}`;

describe('what the host sees of a cell', () => {
  it('is no file, mount or directory', async (context) => {
    needs(context, 'root');
    const name = unique();
    const { ran, end } = await inCell([
      `echo x >/etc/${name} && mkdir /${name} && mount -t tmpfs ${name} /${name} && rm -r /usr/share/doc`,
      `ls /etc/${name} && grep -c ${name} /proc/self/mountinfo && ! ls /usr/share/doc`,
      `mkdir -p /var/lib/kubelet/pods/${name} && ls /usr/libexec/kubernetes/kubelet-plugins/volume/exec`,
    ]);
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(end).toMatchObject({ exit: { code: 0 }, endedBy: 'program', leaks: [], limitsReached: [] });
    expect(existsSync(`/etc/${name}`)).toBe(false);
    expect(existsSync(`/${name}`)).toBe(false);
    expect(existsSync('/usr/share/doc')).toBe(true);
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(name);
    expect(existsSync(`/var/lib/kubelet/pods/${name}`)).toBe(false);
  });

  it('is no process once it has ended', async (context) => {
    needs(context, 'root');
    const name = unique();
    // A daemon in a session of its own, under a name that can be found.
    const daemon = `setsid sh -c 'while :; do sleep 1; done; : ${name}' >/dev/null 2>&1 & sleep 0.1; pgrep -f ${name}`;
    const { ran, end } = await inCell([daemon]);
    expect(ran[0]?.code).toBe(0);
    expect(end.leaks).toEqual([]);
    expect(commandLines().filter((line) => line.includes(name))).toEqual([]);
  });

  it('is no setting of the kernel: they are read-only inside', async (context) => {
    needs(context, 'root');
    const { ran } = await inCell([
      'echo 1 >/proc/sys/vm/drop_caches',
      'for f in /sys/block/*/queue/read_ahead_kb; do cat $f >$f; done',
      'echo 0 >/proc/self/oom_score_adj',
    ]);
    expect(ran.map(({ code }) => code === 0)).toEqual([false, false, true]);
    expect(ran[0]?.stderr).toMatch(/Read-only file system/);
  });
});

describe('the program of a cell', () => {
  it('does not read the certificates that Node is told of', async (context) => {
    needs(context, 'root');
    vi.stubEnv('NODE_EXTRA_CA_CERTS', '/etc/ssl/certs/ca-certificates.crt');
    vi.stubEnv('FLEXCERT_TEST_PASSED_ON', 'yes');
    const told = await outputInCell('printenv NODE_EXTRA_CA_CERTS FLEXCERT_TEST_PASSED_ON || :');
    vi.unstubAllEnvs();
    expect(told).toBe('yes');
  });
});

describe('what a driver sees in a cell', () => {
  it('is a mount table without the host', async (context) => {
    needs(context, 'root');
    const table = parseMountInfo(await outputInCell('cat /proc/self/mountinfo'));
    const paths = table.map((entry) => entry.mountPoint);
    expect(paths).toEqual(expect.arrayContaining(['/', '/dev', '/dev/pts', '/proc', '/sys']));
    expect(paths.filter((path) => /cgroup|^\/old/.test(path))).toEqual([]);
    expect(table.every((entry) => entry.propagation === 'private')).toBe(true);
  });

  it('is one filesystem for the kubelet, the driver and the fixtures, as on most nodes', async (context) => {
    needs(context, 'root');
    const output = await outputInCell(
      'touch /opt/file /var/lib/flexcert/file; stat -c %d / /var/lib/kubelet /var/lib/flexcert /opt/file /var/lib/flexcert/file /usr/libexec/kubernetes/kubelet-plugins/volume/exec',
    );
    expect(new Set(output.split('\n')).size).toBe(1);
  });

  it('is the usual device nodes and loop devices of its own', async (context) => {
    needs(context, 'root');
    const names = (await outputInCell('cd /dev; ls')).split('\n');
    const loops = names.filter((name) => name.startsWith('loop'));
    expect(loops).toHaveLength(16);
    expect(names.filter((name) => !name.startsWith('loop'))).toEqual(
      'fd full fuse null ptmx pts random shm stderr stdin stdout tty urandom zero'.split(' '),
    );
    const { ran } = await inCell([
      'echo a >/dev/null; head -c3 /dev/urandom; (echo b >/dev/stdout) | cat',
      'script -qc "tty" /dev/null </dev/null | grep pts',
      'mknod /dev/sda b 254 0',
    ]);
    expect(ran.map(({ code }) => code === 0)).toEqual([true, true, false]);
  });

  it('is root without the capabilities that reach the host', async (context) => {
    needs(context, 'root');
    const status = await outputInCell('grep CapEff /proc/self/status');
    const capabilities = BigInt(`0x${status.split(/\s+/)[1]}`);
    const has = (bit: bigint): boolean => (capabilities & (1n << bit)) !== 0n;
    const [SYS_MODULE, SYS_RAWIO, SYS_ADMIN, SYS_BOOT, SYS_TIME, MKNOD] = [16n, 17n, 21n, 22n, 25n, 27n];
    expect([SYS_MODULE, SYS_RAWIO, SYS_BOOT, SYS_TIME, MKNOD].some(has)).toBe(false);
    expect(has(SYS_ADMIN)).toBe(true);
  });

  it('has orphans reaped, as on a node', async (context) => {
    needs(context, 'root');
    const { ran } = await inCell([
      '(sh -c "sleep 0.05" &); until ! pgrep -x sleep >/dev/null; do :; done; ps -eo stat | grep -c Z',
    ]);
    expect(ran[0]?.stdout.trim()).toBe('0');
  });

  it('is none of our descriptors', async (context) => {
    needs(context, 'root');
    const output = await outputInCell('ls -l /proc/self/fd');
    // What whoever started the tests left open may come along; ours are the lowest.
    expect(output.split('\n').filter((line) => / (3|4|5|6|7) -> (socket|pipe|\/$)/.test(line))).toEqual([]);
  });
});

describe('loop devices in a cell', () => {
  it('are found by losetup -f and mount -o loop, and carry filesystems', async (context) => {
    needs(context, 'root', 'mkfs.ext4');
    const { ran, end } = await inCell([
      'cd /var/lib/flexcert && truncate -s 32M a.img b.img && losetup -f --show a.img',
      'cd /var/lib/flexcert && losetup -j a.img && mkfs.ext4 -q b.img && mkdir m && mount -o loop b.img m && echo x >m/x',
      'losetup --list --noheadings --output NAME,BACK-FILE | grep flexcert',
    ]);
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(ran[2]?.stdout.trim().split('\n')).toHaveLength(2);
    const device = ran[0]?.stdout.trim() ?? '';
    // The mounted one detaches itself; the other one has to be taken back.
    expect(end.reclaimed).toEqual([device]);
    expect(end.leaks).toEqual([]);
    expect(boundImage(Number(device.slice('/dev/loop'.length)))).toBeUndefined();
  });

  it('differ between cells that live at once', async (context) => {
    needs(context, 'root');
    const bind = 'cd /var/lib/flexcert && truncate -s 1M i && losetup -f --show i && sleep 0.2';
    const runs = await Promise.all([1, 2, 3].map(() => inCell([`ls /dev | grep loop; ${bind}`])));
    const nodes = runs.flatMap(({ ran }) => ran[0]?.stdout.match(/^loop\d+$/gm) ?? []);
    expect(nodes).toHaveLength(3 * 16);
    expect(new Set(nodes).size).toBe(3 * 16);
    expect(runs.flatMap(({ end }) => end.reclaimed)).toHaveLength(3);
  });

  it('of others cannot be detached', async (context) => {
    needs(context, 'root');
    const told = new AbortController();
    let end: Promise<CellEnd> | undefined;
    const name = await new Promise<string>((resolve) => {
      end = openCell({
        program: program('until-told'),
        input: { command: 'truncate -s 1M /i && losetup -f --show /i' },
        onMessage: (message) => resolve((message as Ran).stdout.trim()),
        signal: told.signal,
      });
    });
    expect(name).toMatch(/^\/dev\/loop\d+$/);
    await inCell(['losetup -D; for d in $(losetup -ln -O NAME); do losetup -d $d; done']);
    expect(boundImage(Number(name.slice('/dev/loop'.length)))).toBeDefined();
    told.abort();
    expect((await end)?.reclaimed).toEqual([name]);
  });
});

describe('the pipe from a cell', () => {
  it('carries large messages in order', async (context) => {
    needs(context, 'root');
    const sizes: number[] = [];
    const end = await openCell({
      program: program('sender'),
      input: { sizes: [10, 5_000_000, 0, 70_000], big: 'x'.repeat(3_000_000) },
      onMessage: (message) => sizes.push((message as string).length),
    });
    expect(end.exit).toEqual({ code: 0 });
    expect(sizes).toEqual([10, 5_000_000, 0, 70_000, 3_000_000]);
  });

  it('survives garbage that a driver writes into it', async (context) => {
    needs(context, 'root');
    const messages: unknown[] = [];
    const end = await openCell({
      program: program('garbage'),
      input: null,
      onMessage: (message) => messages.push(message),
    });
    expect(messages).toEqual(['before', 'after']);
    expect(end.exit).toEqual({ code: 0 });
  });
});

describe('the end of a cell', () => {
  it('tells the exit and the last words of a program that fails', async (context) => {
    needs(context, 'root');
    const end = await openCell({ program: program('throws'), input: null });
    expect(end).toMatchObject({ exit: { code: 1 }, endedBy: 'program', leaks: [] });
    expect(end.output).toContain('this program throws');
  });

  it('tells that a driver killed its caller, as it would have killed the kubelet', async (context) => {
    needs(context, 'root');
    const { ran, end } = await inCell(['echo before', 'kill -9 $PPID; sleep 1']);
    expect(ran.map(({ stdout }) => stdout)).toEqual(['before\n']);
    expect(end).toMatchObject({ exit: { signal: 'SIGKILL' }, endedBy: 'inside', leaks: [] });
  });

  it('comes when the driver kills all that it can, and goes no further', async (context) => {
    needs(context, 'root');
    const { end } = await inCell(['kill -9 -1']);
    expect(end).toMatchObject({ endedBy: 'inside', leaks: [] });
  });

  it('is asked for politely, then made', async (context) => {
    needs(context, 'root');
    const told = new AbortController();
    const polite = await openCell({
      program: program('until-told'),
      input: { command: 'true' },
      signal: told.signal,
      onMessage: () => told.abort(),
    });
    expect(polite).toMatchObject({ exit: { code: 0 }, endedBy: 'aborted' });
    const forced = await openCell({
      program: program('deaf'),
      input: null,
      signal: AbortSignal.timeout(100),
      graceMs: 50,
    });
    expect(forced).toMatchObject({ exit: { signal: 'SIGKILL' }, endedBy: 'aborted', leaks: [] });
    const hurried = await openCell({
      program: program('deaf'),
      input: null,
      hurry: AbortSignal.timeout(100),
    });
    expect(hurried).toMatchObject({ endedBy: 'aborted', leaks: [] });
  });

  it.for(['deaf', 'idle'])('comes when its time is over: %s', async (name, context) => {
    needs(context, 'root');
    const end = await openCell({ program: program(name), input: null, limits: { wallMs: 300 } });
    expect(end).toMatchObject({ endedBy: 'limit', limitsReached: ['it was ended after 300 ms'] });
    // Neither one that computes nor one that hears is stuck in the kernel.
    expect(end.stuck).toBeUndefined();
  });

  it('tells that its program waited for a mount that does not answer', async (context) => {
    needs(context, 'root');
    const { end } = await inCell(['exec sleep 600'], { limits: { wallMs: 1_000 } });
    expect(end).toMatchObject({ endedBy: 'limit', stuck: true });
  });
});

describe('limits of a cell', () => {
  it('bound the processes of a fork bomb', async (context) => {
    needs(context, 'root');
    const { end } = await inCell(['i=0; while [ $i -lt 300 ]; do sleep 30 & i=$((i+1)); done; wait'], {
      limits: { processes: 50, wallMs: 1_000 },
    });
    expect(end.limitsReached).toEqual(
      expect.arrayContaining([expect.stringMatching(/^50 processes were alive at once/)]),
    );
    expect(end.leaks).toEqual([]);
  });

  it('bound what can be written', async (context) => {
    needs(context, 'root');
    const { ran, end } = await inCell(['cat /dev/zero >/var/lib/big'], {
      limits: { diskBytes: 8 * 1024 ** 2 },
    });
    expect(ran[0]?.stderr).toContain('No space left on device');
    expect(end.limitsReached).toEqual(['the 8388608 bytes that may be written in a cell were used up']);
  });
});

describe('a cell that cannot be made', () => {
  it('says what failed and what to do', async (context) => {
    needs(context, 'root');
    const attempt = openCell({ program: '/no/such/program.mjs', input: null });
    await expect(attempt).rejects.toThrow(/did not start[\s\S]*no\/such\/program[\s\S]*flexcert doctor/);
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
