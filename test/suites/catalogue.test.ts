import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { listing } from '../../src/cli/listing.ts';
import { areaOf } from '../../src/conformance/areas.ts';
import { readCatalogue } from '../../src/conformance/catalogue.ts';
import { SUITE_VERSION } from '../../src/conformance/suite-version.ts';
import { readFaults } from '../support/faulty-driver.ts';

const catalogue = await readCatalogue();
const faults = readFaults();

/** Once published, an id keeps its meaning: a changed sentence is a matter to think about. */
test('ids, levels and sentences are as they were', async () => {
  const lines = catalogue.map(({ id, level, sentence }) => `${id} ${level} ${sentence}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('catalogue.txt');
});

/** By it the certificates of this suite are verified for ever: once released, a change needs a new version. */
test('the list kept of this suite is its requirements', async () => {
  const lines = catalogue.map(({ id, level }) => `${id} ${level}`);
  const list = new URL(`../../reports/suites/${SUITE_VERSION}.txt`, import.meta.url).pathname;
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(list);
});

test.each(catalogue.map((one) => [one.id, one] as const))('%s can be acted on', (_, one) => {
  expect(one.sentence).toMatch(/^[a-z][^\n]*[^.\s]$/);
  expect(one.reference).toMatch(/^[^\n]{10,}[^.\s]$/);
});

const judged = catalogue.filter(({ level }) => level !== 'MAY');
test.each(judged.map(({ id }) => [id]))('%s has a driver with that fault', (id) => {
  expect(faults.filter(({ breaks }) => breaks.includes(id)).map((fault) => fault.id)).not.toEqual([]);
});

test.each(faults.map((fault) => [fault.id, fault] as const))(
  'the fault %s breaks what there is',
  (_, fault) => {
    const ids = catalogue.map(({ id }) => id);
    for (const id of [...fault.breaks, ...Object.keys(fault.also)].filter((id) => !id.endsWith('*')))
      expect(ids).toContain(id);
    expect(areaOf(fault.id)).toBe(areaOf(fault.breaks[0] ?? ''));
    expect(fault.says, 'what its message says').not.toBe('');
    expect(fault.mend, 'how it is mended').toMatch(/^[A-Z`].*[.]$/);
    for (const [id, reason] of Object.entries(fault.also)) expect(reason, id).not.toBe('');
  },
);

test('the list that the build makes is the catalogue', async () => {
  const built = await readFile(new URL('../../dist/catalogue.json', import.meta.url), 'utf8');
  expect(built).toBe(listing(catalogue, true));
});
