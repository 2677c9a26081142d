import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { dir } from 'tmp-promise';
import { expect, test } from 'vitest';
import { statementJsonSchema } from '../../src/certificate/json-schema.ts';
import { makeBundle, makeKey, statementOfFile } from '../support/certificates.ts';

const published = JSON.parse(
  readFileSync(new URL('../../reports/certificate.schema.json', import.meta.url), 'utf8'),
) as object;

test('the published schema is that of the code: else run npm run schemas', () => {
  expect(published).toEqual(statementJsonSchema());
});

test('a certificate keeps to it, signed or not; one without its vendor does not', async () => {
  const validate = new Ajv2020({ strict: true, formats: { 'date-time': true } }).compile(published);
  const { path, cleanup } = await dir({ unsafeCleanup: true });
  const { key } = makeKey(path, 'vendor');
  for (const options of [{}, { key }]) {
    const statement = statementOfFile(makeBundle(path, options).certificate);
    expect(validate(statement) || validate.errors).toBe(true);
    const { vendor: _vendor, ...predicate } = statement.predicate;
    expect(validate({ ...statement, predicate })).toBe(false);
  }
  await cleanup();
});
