/**
 * The shim of `flexcert record` under load: many calls at once of a driver that is killed at random, each
 * compared with what the trace says of it; what the shim adds to a call, measured in turn with the bare
 * driver; and calls without end while it is put in and taken out, none of which may be lost.
 *
 *   node --import ./test/support/strip-types.mjs scripts/record-load.ts [calls] [at once] [shell] [rounds]
 *
 * The last part has the shim under /bin/sh; for another, as root in a mount namespace of its own:
 *   unshare -m sh -c 'mount --bind /bin/bash "$(readlink -f /bin/sh)"; exec node ... record-load.ts 0 16 /bin/sh 100'
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { median } from '../src/bench/distribution.ts';
import { installShim } from '../src/diagnose/recorder/install.ts';
import { readTrace } from '../src/diagnose/recorder/read-trace.ts';
import { removeShim } from '../src/diagnose/recorder/remove.ts';
import { callDriver } from '../src/kubelet/call.ts';
import { profileFor } from '../src/kubelet/profile.ts';
import { bytesOf } from '../src/record/bytes.ts';

const [calls = 10_000, atOnce = 16] = process.argv.slice(2, 4).map(Number);
const shell = process.argv[4];
const rounds = Number(process.argv[5] ?? 50);

/** Says its number, then ends in one of many ways that nobody foresees. */
const DRIVER = `#!/bin/sh
chance=$(od -An -N2 -tu2 /dev/urandom)
printf '{"status":"Success","message":"%s","device":"%s"}' "$2" $((chance % 8))
case $((chance % 8)) in
  0) kill -KILL $$ ;;
  1) kill -TERM $$ ;;
  2) kill -SEGV $$ ;;
  3) exit 137 ;;
  4) exit 3 ;;
  5) printf ' %s' "$chance" >&2 ;;
esac
exit 0
`;
/** How it ends, by the number that it says. */
const ENDS: object[] = [
  { signal: 'SIGKILL' },
  { signal: 'SIGTERM' },
  { signal: 'SIGSEGV' },
  { code: 137 },
  { code: 3 },
  { code: 0 },
  { code: 0 },
  { code: 0 },
];
const BARE = '#!/bin/sh\necho \'{"status":"Success"}\'\n';

await withDir(
  async ({ path }) => {
    const [directory, executable] = makeDriver(path, DRIVER);
    const { trace } = installShim(directory, { trace: join(path, 'trace'), maxMib: 1024, force: false });
    useShell(executable);
    const seen = new Map<string, { exit: object; output: string }>();
    let next = 0;
    const caller = async (): Promise<void> => {
      while (next < calls) {
        const number = String(next++);
        const { exit, output } = await callDriver({ executable, argv: ['mount', number], limitMs: 120_000 });
        seen.set(number, { exit, output: output.toString('latin1') });
      }
    };
    const started = Date.now();
    await Promise.all(Array.from({ length: atOnce }, caller));
    const seconds = (Date.now() - started) / 1000;
    const traced = readTrace(trace, profileFor('1.32')).calls;
    const found = new Map(traced.map((call) => [call.argv[1] as string, call]));
    const altered = [...seen].filter(([number, { exit, output }]) => {
      const call = found.get(number);
      return (
        call === undefined ||
        JSON.stringify(call.exit) !== JSON.stringify(exit) ||
        bytesOf(call.output).toString('latin1') !== output
      );
    });
    const wrong = [...seen].filter(([number, { exit, output }]) => {
      const said = /^\{"status":"Success","message":"(\d+)","device":"(\d)"\}/.exec(output);
      return said?.[1] !== number || JSON.stringify(exit) !== JSON.stringify(ENDS[Number(said[2])]);
    });
    const signals = traced.filter(({ exit }) => exit.signal !== undefined).length;
    console.log(
      `${calls} calls, ${atOnce} at once, ${seconds.toFixed(1)} s: ${traced.length} in the trace, ${altered.length} not as seen by the caller, ${wrong.length} calls altered, ${signals} ended by a signal`,
    );
    for (const [number, call] of [...altered, ...wrong].slice(0, 5))
      console.log(number, call, found.get(number));
    await removeShim(directory, 10_000);
    if (altered.length + wrong.length > 0 || traced.length !== calls) process.exitCode = 1;
  },
  { unsafeCleanup: true, prefix: 'flexcert-load-' },
);

await withDir(
  async ({ path }) => {
    const [directory, executable] = makeDriver(path, BARE);
    const { home } = installShim(directory, { trace: join(path, 'trace'), maxMib: 1024, force: false });
    useShell(executable);
    const times: { bare: number[]; shim: number[] } = { bare: [], shim: [] };
    for (let round = 0; round < 300; round += 1) {
      times.bare.push(
        (await callDriver({ executable: home.moved, argv: ['init'], limitMs: 60_000 })).durationMs,
      );
      times.shim.push((await callDriver({ executable, argv: ['init'], limitMs: 60_000 })).durationMs);
    }
    const [bare, shim] = [median(times.bare), median(times.shim)];
    console.log(
      `one call: ${bare.toFixed(2)} ms bare, ${shim.toFixed(2)} ms recorded (median): ${(shim / bare).toFixed(2)} times, ${(shim - bare).toFixed(2)} ms more`,
    );
    await removeShim(directory, 10_000);
  },
  { unsafeCleanup: true, prefix: 'flexcert-load-' },
);

await withDir(
  async ({ path }) => {
    const [directory, executable] = makeDriver(path, BARE);
    const answers = new Map<string, number>();
    let made = 0;
    let stop = false;
    const caller = async (): Promise<void> => {
      while (!stop) {
        const { exit, output } = await callDriver({ executable, argv: ['init'], limitMs: 120_000 });
        const answer = `${output.toString('latin1')}${JSON.stringify(exit)}`;
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        made += 1;
      }
    };
    const callers = Array.from({ length: atOnce }, caller);
    let recordedCalls = 0;
    for (let round = 0; round < rounds; round += 1) {
      const { trace } = installShim(directory, { trace: join(path, 'trace'), maxMib: 1024, force: false });
      const wanted = made + 3 * atOnce;
      while (made < wanted) await new Promise((resolve) => setTimeout(resolve, 2));
      await removeShim(directory, 60_000);
      recordedCalls = readTrace(trace, profileFor('1.32')).calls.length;
    }
    stop = true;
    await Promise.all(callers);
    console.log(
      `${rounds} times put in and taken out, ${atOnce} at once: ${made} calls, ${recordedCalls} recorded, ${answers.size - 1} kinds of other answers`,
    );
    if (answers.size !== 1) {
      console.log(answers);
      process.exitCode = 1;
    }
  },
  { unsafeCleanup: true, prefix: 'flexcert-load-' },
);

function makeDriver(path: string, script: string): [directory: string, executable: string] {
  const directory = join(path, 'exec/example.com~nas');
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  writeFileSync(join(directory, 'nas'), script);
  chmodSync(join(directory, 'nas'), 0o755);
  return [directory, join(directory, 'nas')];
}

function useShell(executable: string): void {
  if (shell !== undefined)
    writeFileSync(executable, readFileSync(executable, 'utf8').replace(/^#!.*/, `#!${shell}`));
}
