import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { expect, it } from 'vitest';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { makeFaultyDriver, readFaults } from '../support/faulty-driver.ts';
import { needs } from '../support/needs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist/src/cli/main.js');
const healthy = join(root, 'fixtures/drivers/healthy');
const TIMEOUT_MS = 5 * 60_000;

/** Others at work on the host: more and more mounts, loop devices and processes, which all go in the end. */
const BUSY = `
cd "$0"
truncate -s 1M image
trap 'kill $others; for loop in $loops; do losetup -d $loop; done; exit' TERM
n=0
while [ $n -lt 300 ]; do
  n=$((n + 1))
  mkdir -p mount-$n
  mount -t tmpfs others mount-$n
  sleep 600 & others="$others $!"
  [ $n -gt 3 ] || loops="$loops $(losetup --find --show image)"
  sleep 0.1
done
`;

/** Certifies a driver on the host itself while it is busy, in a mount namespace that ends with it. */
async function runBeside(driver: string, dir: string, grep: string): Promise<FlexcertRecord['results']> {
  const run = ['run', driver, '--config', join(healthy, 'sh-loop.yaml'), '--isolation', 'none'];
  const argv = [...run, '--grep', grep, '--reporter', 'json', '--output', join(dir, 'report')];
  // What drivers and runs keep in /run goes with the namespace too.
  const script = 'mount -t tmpfs tmpfs /run; sh -c "$1" "$0" & busy=$!; shift; "$@"; kill $busy; wait $busy';
  await execa('unshare', ['--mount', 'sh', '-c', script, dir, BUSY, process.execPath, cli, ...argv], {
    reject: false,
  });
  return (JSON.parse(readFileSync(join(dir, 'report/record.json'), 'utf8')) as FlexcertRecord).results;
}

const inDir = <T>(body: (path: string) => Promise<T>) =>
  withDir(({ path }) => body(path), { unsafeCleanup: true, prefix: 'flexcert-busy-' });

it('what others do on a busy host is not held against the driver', {
  timeout: TIMEOUT_MS,
}, async (context) => {
  needs(context, 'root', 'mkfs.ext4');
  const grep = '^(cleanup/leaves-no-|isattached/changes|mountdevice/makes-no-other)';
  const results = await inDir((dir) => runBeside(join(healthy, 'flexcert.test~sh-loop'), dir, grep));
  expect(results.filter(({ status }) => status === 'passed').length).toBeGreaterThan(3);
  expect(results.filter(({ status }) => status === 'failed' || status === 'error')).toEqual([]);
});

const LEAKS = ['cleanup/keeps-a-loop-device', 'cleanup/keeps-a-process', 'cleanup/keeps-a-mount'];
it.for(readFaults().filter(({ id }) => LEAKS.includes(id)))(
  'what the driver itself leaves there is told: $id',
  { timeout: TIMEOUT_MS },
  async (fault, context) => {
    needs(context, 'root', 'mkfs.ext4');
    const failed = await inDir(async (dir) => {
      const results = await runBeside(makeFaultyDriver(fault, dir), dir, `^(${fault.breaks.join('|')})`);
      return results.filter(({ status }) => status === 'failed').map(({ id }) => id);
    });
    expect(failed).toEqual(fault.breaks);
  },
);
