import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { recordJsonSchema } from '../../src/record/json-schema.ts';
import { recordText } from '../../src/record/write.ts';
import { allPass, FIVE } from '../support/records.ts';

const published = JSON.parse(
  await readFile(new URL('../../reports/record.schema.json', import.meta.url), 'utf8'),
) as object;
// Zod's own checks of dates are stricter than the format, and are given as a pattern beside it.
const validate = new Ajv2020({ strict: true, allErrors: true, formats: { 'date-time': true } }).compile(
  published,
);

test('the published schema is that of the code: else run npm run schemas', () => {
  expect(published).toEqual(recordJsonSchema());
});

test.each(Object.entries(FIVE))('%s: keeps to the published schema', (_, build) => {
  expect(validate(JSON.parse(recordText(build()))) || validate.errors).toBe(true);
});

describe('is refused', () => {
  const record = allPass();
  const [result] = record.results;
  test.each<[string, object]>([
    ['another version', { ...record, version: 2 }],
    ['an unknown key', { ...record, extra: true }],
    ['a missing part', { ...record, summary: undefined }],
    ['an unknown status', { ...record, results: [{ ...result, status: 'ok' }] }],
    ['a time that is none', { ...record, startedAt: 'yesterday' }],
  ])('%s', (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false);
  });
});
