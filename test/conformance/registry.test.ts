import { expect, test } from 'vitest';
import { requirement } from '../../src/conformance/api.ts';
import { AREAS, areaOf } from '../../src/conformance/areas.ts';
import { readCatalogue } from '../../src/conformance/catalogue.ts';
import { readModule, registered, registeredById } from '../../src/conformance/registry.ts';

const define = (id: string) => requirement(id, 'MAY', 'exist', { reference: 'a test' }, async () => {});

test('a requirement remembers the module that it was read from', async () => {
  await readModule('/vendor/mine.mjs', async () => define('vendor/is-remembered'));
  expect(registeredById('vendor/is-remembered')?.module).toBe('/vendor/mine.mjs');
});

test('an id that is taken names both modules', async () => {
  await readModule('/vendor/a.mjs', async () => define('vendor/is-taken'));
  await expect(readModule('/vendor/b.mjs', async () => define('vendor/is-taken'))).rejects.toThrow(
    /defined twice: in \/vendor\/a\.mjs and \/vendor\/b\.mjs/,
  );
});

test.each(['mount', 'Mount/x', 'mount/', 'mount/a b', 'mount/-x', 'a/b/c'])('"%s" is no id', (id) => {
  expect(() => define(id)).toThrow(/<area>\/<name>/);
});

test('areas come in their order, those of a vendor last', () => {
  define('unmount/for-order');
  define('discovery/for-order');
  const areas = registered().map(({ id }) => areaOf(id));
  expect(areas.indexOf('discovery')).toBeLessThan(areas.indexOf('unmount'));
  expect(areas.indexOf('unmount')).toBeLessThan(areas.indexOf('vendor'));
});

test('every requirement of the catalogue is in a known area and says why', async () => {
  const catalogue = (await readCatalogue()).filter(({ module }) => module.includes('/suites/'));
  expect(catalogue.length).toBeGreaterThan(0);
  for (const { id, sentence, reference } of catalogue) {
    expect(AREAS, id).toContain(areaOf(id));
    expect(sentence, id).toMatch(/^[a-z].*[^.]$/);
    expect(reference, id).not.toBe('');
  }
});
