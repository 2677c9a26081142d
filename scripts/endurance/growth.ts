/**
 * Plays thousands of volumes that come to one node and go again, and tells whether a volume takes longer the more there are:
 * npm run growth [-- COUNT KIND...]. Kinds: plain, attach, mounts (a real tmpfs for each). The driver is a static program,
 * so that what grows is not its own. Prints a line of JSON a kind.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { median, rounded } from '../../src/bench/distribution.ts';
import { podList } from '../../test/support/pods.ts';
import { CLI, path } from './flexcert.ts';

/** How the driver is compiled. */
const KINDS: Record<string, string[]> = { plain: [], attach: ['-DATTACH'], mounts: ['-DMOUNT'] };
/** Of both ways: the first is compared with the others. */
const PARTS = 10;

const [count = '10000', ...kinds] = process.argv.slice(2);
for (const kind of kinds.length > 0 ? kinds : Object.keys(KINDS)) {
  const row = await withDir((dir) => measure(kind, Number(count), dir.path), {
    unsafeCleanup: true,
    prefix: 'flexcert-growth-',
  });
  process.stdout.write(`${JSON.stringify(row)}\n`);
}

async function measure(kind: string, volumes: number, directory: string) {
  const flags = KINDS[kind];
  if (flags === undefined) throw new Error(`no kind "${kind}": ${Object.keys(KINDS).join(', ')}`);
  const driver = join(directory, 'static');
  execFileSync('cc', ['-O2', '-static', ...flags, '-o', driver, path('fixtures/drivers/static/driver.c')]);
  const pods = join(directory, 'pods.json');
  await writeFile(pods, JSON.stringify(podList(volumes, 'example.com/static')));

  const child = execa(process.execPath, [CLI, 'simulate', pods, '--driver', driver], {
    stdin: 'ignore',
    buffer: false,
  });
  const begun: number[] = [];
  const kib: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (!/^\d+\. Pod /.test(line)) continue;
    if (begun.length % (volumes / PARTS) === 0 && begun.length <= volumes)
      kib.push(residentKib(child.pid ?? 0));
    begun.push(performance.now());
  }
  await child;
  const took = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
  return {
    kind,
    volumes,
    seconds: Math.round(((begun.at(-1) ?? 0) - (begun[0] ?? 0)) / 1000),
    /** Median time of a volume that comes, in ms, for each part. */
    comesMs: medians(took.slice(0, volumes)),
    /** From the most volumes to the last one. */
    goesMs: medians(took.slice(volumes)),
    /** Of both processes together, between a tenth of the volumes and all of them. */
    kibPerVolume: rounded(((kib.at(-1) ?? 0) - (kib[1] ?? 0)) / (volumes - volumes / PARTS)),
  };
}

function medians(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / PARTS);
  return Array.from({ length: PARTS }, (_, part) => {
    return rounded(median(values.slice(part * size, (part + 1) * size)));
  });
}

/** Of a process and all that it has started. */
function residentKib(pid: number): number {
  const children = readdirSync('/proc').filter((of) => /^\d+$/.test(of) && statusField(of, 'PPid') === pid);
  return children.reduce((sum, child) => sum + residentKib(Number(child)), statusField(String(pid), 'VmRSS'));
}

/** @returns 0 for a process that has ended meanwhile */
function statusField(pid: string, name: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
