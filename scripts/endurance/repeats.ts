/**
 * Runs flexcert many times in a row and looks whether anything grows: npm run repeats [-- COUNT]. Ends with 1 when mounts,
 * loop devices or files are more in the end than after the first run. Memory is told: others use the machine too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { run, runArguments } from './flexcert.ts';

const SMALL = ['--grep', '^(mount/is-idempotent|unmount/unmounts|cleanup/leaves-no-loop-device) '];
const ONE = ['--grep', '^mount/is-idempotent ', '--retries', '0', '--repeat-each'];
const SAMPLES = 10;

const [count = '200'] = process.argv.slice(2);

await withDir(
  async ({ path }) => {
    const samples = [];
    for (let done = 0; done <= Number(count); done++) {
      if (done % Math.ceil(Number(count) / SAMPLES) === 0) {
        samples.push({ done, ...counted(path) });
        process.stderr.write(`${JSON.stringify(samples.at(-1))}\n`);
      }
      await run(path, SMALL);
    }
    const [, first, ...others] = samples;
    const last = others.at(-1) ?? first;
    const grown = (['mounts', 'loops', 'files'] as const).filter(
      (what) => Number(last?.[what]) > Number(first?.[what]),
    );
    const rssMiB = await memoryOfLongRun(path, count);
    process.stdout.write(`${JSON.stringify({ samples, grown, rssMiB }, null, 1)}\n`);
    if (grown.length > 0) process.exitCode = 1;
  },
  { unsafeCleanup: true, prefix: 'flexcert-repeats-' },
);

/** What a run could leave: only mounts, devices and files that are of flexcert's making, and ours where that can be told. */
function counted(temporary: string) {
  const memory = readFileSync('/proc/meminfo', 'latin1');
  const kib = (name: string): number => Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(memory)?.[1]);
  return {
    mounts: readFileSync('/proc/self/mountinfo', 'latin1')
      .split('\n')
      .filter((line) => line.includes('flexcert')).length,
    // The kernel keeps a number that was ever used.
    loops: readdirSync('/sys/block').filter((name) => name.startsWith('loop')).length,
    files: readdirSync(temporary, { recursive: true }).length,
    slabMiB: Math.round(kib('SUnreclaim') / 1024),
    usedMiB: Math.round((kib('MemTotal') - kib('MemAvailable')) / 1024),
  };
}

/** Resident memory of one run of so many cells, in its second quarter and in its last. */
async function memoryOfLongRun(path: string, times: string) {
  const child = execa(process.execPath, runArguments(path, [...ONE, times]), {
    stdio: 'ignore',
    reject: false,
  });
  const seen: number[] = [];
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
      seen.push(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024);
    } catch {
      // It has ended.
    }
  }, 200);
  await child;
  clearInterval(timer);
  const quarter = Math.floor(seen.length / 4);
  const most = (values: number[]): number => Math.round(Math.max(...values));
  return { secondQuarter: most(seen.slice(quarter, 2 * quarter)), lastQuarter: most(seen.slice(-quarter)) };
}
