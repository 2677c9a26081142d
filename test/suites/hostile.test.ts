import { withDir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Registered } from '../../src/conformance/registry.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { visibleText } from '../../src/record/visible.ts';
import { leftHere } from '../sandbox/left-behind.ts';
import { type Fault, makeFaultyDriver, readHostileDrivers } from '../support/faulty-driver.ts';
import { needs } from '../support/needs.ts';
import { compiledCatalogue, runDriver } from '../support/run-driver.ts';

const TIMEOUT_MS = 5 * 60_000;
/** Before and after the mistake is made, and what takes programs of the node afterwards: none may be lost for it. */
const BESIDE = [
  'init/succeeds',
  'unmount/unmounts',
  'recovery/reboot-with-the-pod-there',
  'concurrency/mount-twice-at-once',
];
let catalogue: Registered[];

beforeAll(async () => {
  catalogue = await compiledCatalogue();
});

/** `npm run hostile` runs the whole catalogue on each, which takes long. */
async function runOn(driver: Fault): Promise<FlexcertRecord> {
  const selected = catalogue.filter(({ id }) => BESIDE.includes(id) || driver.breaks.includes(id));
  return withDir(
    async ({ path }) => {
      const directory = makeFaultyDriver(driver, path);
      return runDriver({ directory, like: '../hostile.yaml', catalogue, selected });
    },
    { unsafeCleanup: true, prefix: 'flexcert-hostile-' },
  );
}

afterAll(() => expect(leftHere()).toEqual([]));

// Most of them wait for a limit most of the time.
describe.concurrent('a driver that', () => {
  it.for(readHostileDrivers())(
    '$id is told so, and hurts nobody',
    { timeout: TIMEOUT_MS },
    async (driver, context) => {
      needs(context, 'root', 'mkfs.ext4', 'python3');
      const { results, limits } = await runOn(driver);
      for (const id of driver.breaks) {
        const result = results.find((one) => one.id === id);
        expect(result, id).toMatchObject({ status: 'failed' });
        expect(visibleText(result?.message ?? '')).toContain(driver.says);
      }
      if (driver.limit !== undefined) expect(limits.join('\n')).toContain(driver.limit);
      expect(results.filter(({ status }) => status === 'error')).toEqual([]);
      expect(results.map(({ id }) => id)).toEqual(expect.arrayContaining([...driver.breaks, ...BESIDE]));
    },
  );
});
