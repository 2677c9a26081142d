import { withDir } from 'tmp-promise';
import { beforeAll, describe, expect, it } from 'vitest';
import { areaOf } from '../../src/conformance/areas.ts';
import type { Registered } from '../../src/conformance/registry.ts';
import type { Result } from '../../src/record/schema.ts';
import { type Fault, makeFaultyDriver, readFaults } from '../support/faulty-driver.ts';
import { needs } from '../support/needs.ts';
import { compiledCatalogue, runDriver } from '../support/run-driver.ts';
import { UNPROVED } from './unproved.ts';

const faults = readFaults().filter(({ id }) => !UNPROVED.includes(areaOf(id)));
let catalogue: Registered[];

beforeAll(async () => {
  catalogue = await compiledCatalogue();
});

describe('a driver with one fault', () => {
  it.for(faults)('$id is found', async (fault, context) => {
    needs(context, 'root', 'mkfs.ext4');
    const results = await resultsOn(fault);
    const failed = results.filter(({ status, level }) => status === 'failed' && level !== 'MAY');
    const [broad, exact] = [Object.keys(fault.also).filter(isBroad), Object.keys(fault.also)];
    const unexplained = failed.filter(({ id }) => !broad.some((pattern) => matches(id, pattern)));
    const expected = [...fault.breaks, ...exact.filter((id) => !isBroad(id))];
    const missed = expected.filter((id) => !failed.some((one) => one.id === id));
    expect(missed, `${fault.id}: not found\n\n${told(failed)}`).toEqual([]);
    const others = unexplained.filter(({ id }) => !expected.includes(id));
    expect(
      others.map(({ id }) => id),
      told(others),
    ).toEqual([]);
    expect(results.filter(({ status }) => status === 'error').map(told)).toEqual([]);
    for (const { id, message = '' } of failed.filter(({ id }) => fault.breaks.includes(id)))
      expect(message.toLowerCase(), id).toContain(fault.says.toLowerCase());
  });
});

/** `mount/*`, or `*`: what may fail too, all of it or a part. */
function isBroad(pattern: string): boolean {
  return pattern.endsWith('*');
}

function matches(id: string, pattern: string): boolean {
  return id.startsWith(pattern.slice(0, -1));
}

/**
 * Runs what could be taken for the requirements that the fault breaks: those written beside them. All of the
 * catalogue with FLEXCERT_FAULTS=all, which takes long.
 */
async function resultsOn(fault: Fault): Promise<Result[]> {
  const spokenOf = [...fault.breaks, ...Object.keys(fault.also)];
  const modules = catalogue.filter(({ id }) => fault.breaks.includes(id)).map(({ module }) => module);
  const selected = catalogue.filter(
    ({ id, module }) =>
      process.env.FLEXCERT_FAULTS === 'all' || modules.includes(module) || spokenOf.includes(id),
  );
  const { kubelet } = fault;
  return withDir(
    async ({ path }) => {
      const directory = makeFaultyDriver(fault, path);
      const like = fault.driver;
      const { results } = await runDriver({
        directory,
        like,
        catalogue,
        selected,
        ...(kubelet && { kubelet }),
      });
      return results;
    },
    { unsafeCleanup: true, prefix: 'flexcert-fault-' },
  );
}

function told(results: Result | readonly Result[]): string {
  return [results]
    .flat()
    .map(({ id, message }) => `${id}: ${message}`)
    .join('\n\n');
}
