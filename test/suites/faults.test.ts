import { withDir } from 'tmp-promise';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Registered } from '../../src/conformance/registry.ts';
import type { Result } from '../../src/record/schema.ts';
import { type Fault, makeFaultyDriver, readFaults } from '../support/faulty-driver.ts';
import { judgeFault } from '../support/judge-fault.ts';
import { needs } from '../support/needs.ts';
import { compiledCatalogue, runDriver } from '../support/run-driver.ts';

const faults = readFaults();
/** For a dozen cells on a machine that has other work. */
const TIMEOUT_MS = 5 * 60_000;
let catalogue: Registered[];

beforeAll(async () => {
  catalogue = await compiledCatalogue();
});

describe('a driver with one fault', () => {
  it.for(faults)('$id is found', { timeout: TIMEOUT_MS }, async (fault, context) => {
    needs(context, 'root', 'mkfs.ext4');
    expect(judgeFault(fault, await resultsOn(fault))).toEqual([]);
  });
});

/**
 * Runs what could be taken for the requirements that the fault breaks: those written beside them. `npm run matrix` runs
 * the whole catalogue on each, which takes long.
 */
async function resultsOn(fault: Fault): Promise<Result[]> {
  const spokenOf = [...fault.breaks, ...Object.keys(fault.also)];
  const modules = catalogue.filter(({ id }) => fault.breaks.includes(id)).map(({ module }) => module);
  const selected = catalogue.filter(({ id, module }) => modules.includes(module) || spokenOf.includes(id));
  const { driver: like, kubelet } = fault;
  return withDir(
    async ({ path }) => {
      const directory = makeFaultyDriver(fault, path);
      const run = { directory, like, catalogue, selected, ...(kubelet && { kubelet }) };
      return (await runDriver(run)).results;
    },
    { unsafeCleanup: true, prefix: 'flexcert-fault-' },
  );
}
