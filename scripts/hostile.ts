/**
 * Runs the whole catalogue on each hostile driver and tells whether its run ended, what it left, which results were lost
 * and by how much a limit was overrun: npm run hostile [-- NAME...]. It takes a minute and more for each. A line of JSON for
 * each goes to stdout. Ends with 1 when something was left or lost.
 */
import { withDir } from 'tmp-promise';
import type { Registered } from '../src/conformance/registry.ts';
import type { FlexcertRecord, Result } from '../src/record/schema.ts';
import { leftHere } from '../test/sandbox/left-behind.ts';
import { type Fault, makeFaultyDriver, readHostileDrivers } from '../test/support/faulty-driver.ts';
import { compiledCatalogue, runDriver } from '../test/support/run-driver.ts';

/** They wait for limits most of the time. */
const WORKERS = 6;
const TIMEOUTS = { call: 3_000, requirement: 15_000, run: 3 * 60_000 };

const names = process.argv.slice(2);
const catalogue = await compiledCatalogue();
for (const driver of readHostileDrivers()) {
  if (names.length > 0 && !names.includes(driver.id)) continue;
  const row = figuresOf(driver, await run(driver));
  if (row.left.length + row.lost.length > 0) process.exitCode = 1;
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
process.exit();

function run(driver: Fault): Promise<FlexcertRecord> {
  return withDir(
    ({ path }) =>
      runDriver({
        directory: makeFaultyDriver(driver, path),
        like: '../hostile.yaml',
        catalogue,
        selected: catalogue,
        settings: { workers: WORKERS, timeouts: TIMEOUTS },
      }),
    { unsafeCleanup: true, prefix: 'flexcert-hostile-' },
  );
}

function figuresOf({ id, breaks }: Fault, record: FlexcertRecord) {
  const { results, leaks, limits, ended, durationMs, summary } = record;
  const count = (...statuses: string[]) => results.filter(({ status }) => statuses.includes(status)).length;
  return {
    id,
    seconds: Math.round(durationMs / 1000),
    ...(ended === undefined ? {} : { ended }),
    verdict: summary.verdict,
    passed: count('passed'),
    failed: count('failed'),
    notRun: count('skipped', 'not-applicable'),
    /** Results that are not there, say nothing, or do not find the mistake. */
    lost: [
      ...catalogue.filter((one) => !results.some((result) => result.id === one.id)).map((one) => one.id),
      ...results.filter(({ status }) => status === 'error').map((one) => `${one.id}: ${one.message}`),
      ...results
        .filter((one) => breaks.includes(one.id) && isMissed(one))
        .map((one) => `${one.id} is missed`),
    ],
    left: leftHere(),
    leaks: leaks.length,
    limits: limits.length,
    overrunMs: overruns(record),
  };
}

/** A requirement that the limit of the run kept from being run is told so, and not lost. */
function isMissed({ status, message }: Result): boolean {
  return status !== 'failed' && message?.startsWith('the run ended before it') !== true;
}

/** The longest overrun of each limit, in milliseconds. */
function overruns({ results, durationMs }: FlexcertRecord) {
  const late = (values: readonly number[]) => Math.max(0, ...values.map(Math.round));
  // This one gives its calls a limit of its own.
  const usual = results.filter(({ id }) => id !== 'protocol/reads-no-input');
  const calls = usual.flatMap((result) => result.calls).filter(({ end }) => end !== 'eof');
  return {
    call: late(calls.map((call) => call.durationMs - TIMEOUTS.call)),
    requirement: late(results.map((result) => result.durationMs - limitOf(result))),
    run: late([durationMs - TIMEOUTS.run]),
  };
}

function limitOf({ id }: Result): number {
  const own = catalogue.find((one: Registered) => one.id === id)?.timeoutMs ?? 0;
  return Math.max(TIMEOUTS.requirement, own);
}
