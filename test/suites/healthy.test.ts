import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withDir } from 'tmp-promise';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Registered } from '../../src/conformance/registry.ts';
import type { Result } from '../../src/record/schema.ts';
import { makeFaultyDriver, readFairDrivers } from '../support/faulty-driver.ts';
import { needs } from '../support/needs.ts';
import { compiledCatalogue, runDriver } from '../support/run-driver.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const healthy = join(root, 'fixtures/drivers/healthy');
const TIMEOUT_MS = 15 * 60_000;

let catalogue: Registered[];
beforeAll(async () => {
  catalogue = await compiledCatalogue();
});

/** The whole catalogue. @returns what is held against the driver, or could not be judged */
async function complaintsAbout(directory: string, like: string): Promise<string[]> {
  const { results, leaks } = await runDriver({ directory, like, catalogue, selected: catalogue });
  const held = results.filter(
    ({ status, level }) => status === 'error' || (status === 'failed' && level !== 'MAY'),
  );
  expect(results.filter(({ status }) => status === 'passed').length).toBeGreaterThan(50);
  return [...held.map(told), ...leaks.map(({ what, requirement }) => `${what} after ${requirement}`)];
}

function told({ id, message }: Result): string {
  return `${id}: ${message}`;
}

describe('nothing is held against', () => {
  const drivers = readdirSync(healthy).filter((name) => name.includes('~'));
  it.for(drivers)('%s', { timeout: TIMEOUT_MS }, async (name, context) => {
    needs(context, 'root', 'mkfs.ext4', 'python3');
    expect(await complaintsAbout(join(healthy, name), name.split('~')[1] as string)).toEqual([]);
  });

  it('a driver whose volumes are all one share', { timeout: TIMEOUT_MS }, async (context) => {
    needs(context, 'root', 'python3');
    expect(await complaintsAbout(join(healthy, 'flexcert.test~python'), 'python-shared')).toEqual([]);
  });

  it('the reference driver', { timeout: TIMEOUT_MS }, async (context) => {
    needs(context, 'root', 'mkfs.ext4');
    const directory = join(root, 'dist/driver/flexcert.test~loop');
    expect(await complaintsAbout(directory, join(root, 'src/driver/flexcert.yaml'))).toEqual([]);
  });

  it.for(readFairDrivers())('a driver that $id', { timeout: TIMEOUT_MS }, async (change, context) => {
    needs(context, 'root', 'mkfs.ext4', ...(change.needs ?? []));
    await withDir(
      async ({ path }) => {
        expect(await complaintsAbout(makeFaultyDriver(change, path), change.driver)).toEqual([]);
      },
      { unsafeCleanup: true, prefix: 'flexcert-fair-' },
    );
  });
});
