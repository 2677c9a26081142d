/**
 * npm run bench: what flexcert takes, held against what there was before it, in one run and in turn.
 * Needs root, cc, jq and bats. `npm run bench -- --rounds 5 --volumes 100 --plot docs/speed.svg`
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callOverhead } from './call-overhead.mjs';
import { plot } from './plot.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    volumes: { type: 'string', default: '100' },
    calls: { type: 'string', default: '400' },
    plot: { type: 'string' },
  },
});
const [rounds, volumes, calls] = [values.rounds, values.volumes, values.calls].map(Number);
const CALLS_OF_A_LIFE = 5;

const scratch = mkdtempSync(join(tmpdir(), 'flexcert-bench-'));
try {
  const driver = join(scratch, 'static');
  run('cc', ['-O2', '-static', '-o', driver, 'fixtures/drivers/static/driver.c']);
  const env = { ...process.env, DRIVER: driver, VOLUMES: String(volumes) };
  const flexcert = [
    resolve('dist/src/cli/main.js'),
    'run',
    driver,
    '--suite',
    resolve('bench/peers/lives.mjs'),
  ];
  const contenders = {
    'bare spawns': () => run(process.execPath, ['bench/bare-spawns.mjs', driver, String(volumes)], env),
    'sh and jq': () => run('sh', ['bench/peers/lives.sh', driver, String(volumes)], env),
    flexcert: () =>
      run(process.execPath, [...flexcert, '--reporter', 'json', '--output', join(scratch, 'out')], env),
    bats: () => run('bats', ['bench/peers/lives.bats'], env),
  };
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, contend] of Object.entries(contenders)) {
      const begun = performance.now();
      contend();
      times[name].push(performance.now() - begun);
    }
    process.stderr.write(`round ${round} of ${rounds}\n`);
  }
  const seconds = Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, all.sort((a, b) => a - b)[all.length >> 1] / 1000]),
  );
  console.log(
    `${volumes} volumes, ${volumes * CALLS_OF_A_LIFE} calls with a driver that does nothing; medians of ${rounds} rounds in turn`,
  );
  for (const [name, time] of Object.entries(seconds)) {
    console.log(
      `${name.padEnd(12)} ${time.toFixed(2).padStart(7)} s   flexcert takes ${(seconds.flexcert / time).toFixed(2)} times that`,
    );
  }
  for (const { percent, call, bare } of await callOverhead(driver, calls)) {
    console.log(
      `one call, p${percent}: ${call.toFixed(2)} ms, ${(call / bare).toFixed(2)} times a bare spawn, in turn ${calls} times`,
    );
  }
  if (values.plot !== undefined) {
    writeFileSync(values.plot, plot(seconds, `${volumes * CALLS_OF_A_LIFE} calls with the same checks`));
  }
} finally {
  rmSync(scratch, { recursive: true });
}

function run(file, args, env = process.env) {
  const { status, error, stdout, stderr } = spawnSync(file, args, { env, encoding: 'utf8' });
  if (error !== undefined)
    throw new Error(`${file} is needed: ${error.message}. apt-get install bats jq gcc libc6-dev`);
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: exit code ${status}\n${stdout}${stderr}`);
}
