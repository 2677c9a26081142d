import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callDriver } from '../../../src/kubelet/call.ts';
import type { DriverCall } from '../../../src/kubelet/types.ts';
import { bytesOf } from '../../../src/record/bytes.ts';
import { needs } from '../../support/needs.ts';
import { outputsIn, recorded, SHELLS } from './recorded-driver.ts';

/** A driver that does as its first argument says. */
const DRIVER = `#!/bin/sh
case $1 in
  exit) exit $2 ;;
  kill) kill -$2 $$; sleep 5 ;;
  both) echo out; echo err >&2; printf more >/dev/stdout; printf '{"n":%s}' $# ;;
  bytes) printf '\\000\\377\\r\\n'; printf '%s|' "$@" ;;
  big) head -c 300000 /dev/zero | tr '\\000' a ;;
  stdin) cat | wc -c ;;
  where) pwd; umask; echo "$0" | sed 's#/.flexcert##'; cat "$(dirname "$0")/beside" ;;
  env) env | sort | grep -v -e ^_= -e ^SHLVL= ;;
  fds) ls /proc/self/fd | tr '\\n' ' ' ;;
  signals) grep -e SigIgn -e SigBlk -e SigCgt /proc/self/status ;;
  int) trap 'echo got it; exit 3' INT; kill -INT $$; sleep 1; echo not ;;
  held) sleep 0.5 & echo started ;;
  detached) sleep 5 >/dev/null 2>&1 & echo started ;;
  slowly) for i in 1 2 3; do echo $i; sleep 0.05; done ;;
  silent) : ;;
  earlyexit) exec >&- 2>&-; exit $2 ;;
  earlykill) exec >&- 2>&-; kill -$2 $$ ;;
esac
`;

/** What a kubelet sees of a call. */
function seen({ output, outputBytes, exit, end, conclusion }: DriverCall): unknown {
  return { output: output.toString('latin1'), outputBytes, exit, end, error: conclusion.error };
}

const CALLS: string[][] = [
  ...[0, 1, 3, 126, 127, 128, 129, 137, 143, 145, 255].map((code) => ['exit', String(code)]),
  ...['HUP', 'INT', 'QUIT', 'ABRT', 'KILL', 'USR1', 'SEGV', 'PIPE', 'ALRM', 'TERM'].map((name) => [
    'kill',
    name,
  ]),
  ['both'],
  ['both', '', ' a  b ', '*', '$(id)', '-n', "it's", 'ü\n"\\'],
  ['bytes', 'a\nb', '\\0', '%s', '\u0001'],
  ['big'],
  ['stdin'],
  ['where'],
  ['env'],
  ['fds'],
  ['signals'],
  ['int'],
  ['held'],
  ['detached'],
  ['slowly'],
  ['silent'],
  [],
];

describe.each(SHELLS)('the shim under %s (%s)', (tool, shell) => {
  it('changes nothing that a kubelet or the driver sees', async (context) => {
    needs(context, tool);
    await recorded(DRIVER, shell, async ({ executable, moved, directory, call, read }) => {
      writeFileSync(join(directory, 'beside'), 'here');
      rmSync(join(directory, '.flexcert/beside'), { force: true });
      writeFileSync(join(directory, '.flexcert/beside'), 'here');
      const plain: unknown[] = [];
      const shimmed: unknown[] = [];
      for (const argv of CALLS) {
        plain.push(seen(await call(moved, ...argv)));
        shimmed.push(seen(await call(executable, ...argv)));
      }
      for (const [index, argv] of CALLS.entries())
        expect(shimmed[index], argv.join(' ')).toEqual(plain[index]);
      expect(read().calls.map(({ argv }) => argv)).toEqual(CALLS);
    });
  });

  it('tells a signal from an exit code when much ends at once', async (context) => {
    needs(context, tool);
    await recorded(DRIVER, shell, async ({ executable, call }) => {
      const ends = ['KILL', 'TERM', 'PIPE', '137', '143', '141', '129', '0'];
      const rounds = Array.from({ length: 5 }, () =>
        Promise.all(
          // With `early` the output is at its end as the driver ends: the shell is told of both in one moment.
          ['', 'early'].flatMap((when) =>
            ends.map(async (how) => {
              const command = `${when}${/\d/.test(how) ? 'exit' : 'kill'}`;
              return { how, exit: (await call(executable, command, how)).exit };
            }),
          ),
        ),
      );
      for (const { how, exit } of (await Promise.all(rounds)).flat())
        expect(exit, how).toEqual(/\d/.test(how) ? { code: Number(how) } : { signal: `SIG${how}` });
    });
  });

  it('leaves POSIXLY_CORRECT in the environment, and puts none there', async (context) => {
    needs(context, tool);
    const script = '#!/bin/dash\nenv | grep POSIX\n';
    await recorded(script, shell, async ({ executable, moved }) => {
      for (const more of [{}, { POSIXLY_CORRECT: 'y' }]) {
        const env = { PATH: '/usr/bin:/bin', ...more };
        const [plain, shimmed] = [
          await callDriver({ executable: moved, argv: [], limitMs: 10_000, env }),
          await callDriver({ executable, argv: [], limitMs: 10_000, env }),
        ];
        expect(seen(shimmed)).toEqual(seen(plain));
      }
    });
  });

  it('writes down arguments, bytes, exit and times', async (context) => {
    needs(context, tool);
    await recorded(DRIVER, shell, async ({ executable, call, read }) => {
      const made: DriverCall[] = [];
      for (const argv of [['bytes', 'a\nb', ''], ['exit', '137'], ['kill', 'KILL'], ['held'], ['big']])
        made.push(await call(executable, ...argv));
      const { driver, calls } = read();
      expect(driver).toBe('example.com/nas');
      expect(calls.map(({ exit }) => exit)).toEqual(made.map(({ exit }) => exit));
      for (const [index, { output }] of made.slice(0, 4).entries())
        expect(bytesOf((calls[index] as (typeof calls)[number]).output)).toEqual(output);
      const held = calls[3] as (typeof calls)[number];
      expect(held.durationMs - held.exitMs).toBeGreaterThan(300);
      expect(calls[4]?.output).toMatchObject({ cutAt: expect.any(Number) });
      expect(bytesOf((calls[4] as (typeof calls)[number]).output).length).toBeLessThanOrEqual(32768);
      const started = calls.map(({ startedAt }) => Date.parse(startedAt));
      expect(Math.abs((started[0] as number) - (made[0] as DriverCall).startedAt)).toBeLessThan(2000);
    });
  });

  it('passes SIGTERM to the driver alone, and ends as the driver does', async (context) => {
    needs(context, tool);
    const script = `#!/bin/sh
trap 'echo "{\\"status\\":\\"Success\\"}"; exit $code' TERM
code=$1
(trap 'echo child' TERM; sleep 1) >/dev/null 2>&1 &
echo ready >&2
while :; do sleep 0.02; done
`;
    await recorded(script, shell, async ({ executable, read }) => {
      for (const code of [0, 5]) {
        const call = await callDriver({
          executable,
          argv: [String(code)],
          limitMs: 20_000,
          sigtermAfterMs: 300,
        });
        expect(call).toMatchObject({ exit: { code }, end: 'eof' });
        expect(call.output.toString()).toBe('ready\n{"status":"Success"}\n');
        expect(call.durationMs).toBeLessThan(5000);
      }
      expect(read().calls.map(({ exit }) => exit.code)).toEqual([0, 5]);
    });
  });

  it('keeps secrets from the disk, also those that the driver repeats', async (context) => {
    needs(context, tool);
    const password = 'pa"ss\\wo/rd.*[x]';
    const options = JSON.stringify({
      a: 'b',
      'kubernetes.io/secret/pw': Buffer.from(password).toString('base64'),
      'kubernetes.io/secret/key': Buffer.from('line one\nline two').toString('base64'),
    });
    const script = `#!/bin/sh
printf '%s\\n' 'plain ${password}' 'escaped pa\\"ss\\\\wo/rd.*[x]' '${Buffer.from(password).toString('base64')} and line two'
printf '\\000\\377end'
`;
    await recorded(script, shell, async ({ executable, moved, call, read, trace }) => {
      const [shimmed, plain] = [
        await call(executable, 'mount', '/d', options),
        await call(moved, 'mount', '/d', options),
      ];
      expect(shimmed.output).toEqual(plain.output);
      const [kept] = read().calls;
      expect(JSON.parse(kept?.argv[2] ?? '')).toEqual({
        a: 'b',
        'kubernetes.io/secret/pw': '[redacted]',
        'kubernetes.io/secret/key': '[redacted]',
      });
      const words = bytesOf((kept as NonNullable<typeof kept>).output).toString('latin1');
      expect(words).toBe('plain [redacted]\nescaped [redacted]\n[redacted] and [redacted]\n\0\xffend');
      const all = readdirSync(trace, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      for (const entry of all)
        expect(readFileSync(join(entry.parentPath, entry.name), 'latin1')).not.toMatch(
          /pa\\?"ss|line (?:one|two)|cGEicw/,
        );
      expect(statSync(trace).mode & 0o777).toBe(0o700);
    });
  });

  it('runs the driver when it cannot write, whatever the reason', async (context) => {
    needs(context, tool);
    await recorded(DRIVER, shell, async ({ executable, moved, trace, call }) => {
      const expected = seen(await call(moved, 'both', 'x'));
      const broken: (() => void)[] = [
        () => writeFileSync(join(trace, 'part'), '999999\n'),
        () => writeFileSync(join(trace, 'part'), ''),
        () => rmSync(trace, { recursive: true }),
        () => writeFileSync(trace, 'a file'),
      ];
      for (const breakIt of broken) {
        breakIt();
        expect(seen(await call(executable, 'both', 'x'))).toEqual(expected);
      }
      const bare = await callDriver({
        executable,
        argv: ['both', 'x'],
        limitMs: 10_000,
        env: { PATH: '/nonexistent' },
      });
      expect(seen(bare)).toEqual(expected);
    });
  });
});

describe('the shim', () => {
  it('adds nothing to the environment of a driver that is no shell script', async (context) => {
    needs(context, 'python3');
    const script =
      '#!/usr/bin/python3\nimport os, sys\nprint(sorted(os.environ.items()), os.getcwd(), sys.argv[1:])\n';
    for (const shell of ['/bin/dash', '/usr/bin/busybox sh']) {
      await recorded(script, shell, async ({ executable, moved, call }) => {
        expect(seen(await call(executable, 'a', ''))).toEqual(seen(await call(moved, 'a', '')));
      });
    }
  });

  it('is a Python program too, for a python that opens the path as the driver is replaced', async (context) => {
    needs(context, 'python3');
    await recorded(
      '#!/bin/sh\necho "driver $1"\n',
      '/usr/bin/python3 -Werror',
      async ({ executable, call }) => {
        expect((await call(executable, 'init')).output.toString()).toBe('driver init\n');
      },
    );
  });

  it('drops the oldest calls when the trace is full, and goes on', async () => {
    await recorded(
      '#!/bin/sh\nhead -c 10000 /dev/zero\n',
      undefined,
      async ({ executable, trace, call, read }) => {
        // As installed for a trace that may hold next to nothing.
        writeFileSync(
          executable,
          readFileSync(executable, 'utf8')
            .replace(/-gt \d+/, '-gt 500')
            .replace('-ge 250', '-ge 10')
            .replace('-ge 500', '-ge 20'),
        );
        chmodSync(executable, 0o755);
        for (let index = 0; index < 120; index += 1) await call(executable, 'mount', String(index));
        const parts = readdirSync(trace).filter((name) => /^\d{6}$/.test(name));
        expect(parts.length).toBeLessThan(8);
        const kept = read().calls.map(({ argv }) => Number(argv[1]));
        expect(kept.at(-1)).toBe(119);
        expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 120 - kept.length + index));
        expect(kept.length).toBeLessThan(80);
      },
    );
  });

  it('is found broken off in the trace when it was killed, and the call goes on', async () => {
    await recorded(
      '#!/bin/sh\necho $PPID\nsleep 0.3\necho end\n',
      undefined,
      async ({ executable, trace, call, read }) => {
        const running = call(executable, 'init');
        // The driver says who its parent is.
        while (!outputsIn(trace).includes('\n')) await new Promise((resolve) => setTimeout(resolve, 5));
        process.kill(Number(outputsIn(trace)), 'SIGKILL');
        const { output, exit } = await running;
        expect(exit).toEqual({ signal: 'SIGKILL' });
        expect(output.toString()).toMatch(/end\n$/);
        expect(read().calls).toMatchObject([{ argv: ['init'], unfinished: true }]);
      },
    );
  });
});
