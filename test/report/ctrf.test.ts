import { type CTRFReport, calculateSummary, validate } from 'ctrf';
import { describe, expect, test } from 'vitest';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { renderCtrf } from '../../src/report/ctrf.ts';
import { FIVE, withFailures } from '../support/records.ts';

const read = (record: FlexcertRecord) => JSON.parse(renderCtrf(record)) as CTRFReport;

describe.each(Object.entries(FIVE))('%s', (_, build) => {
  test('the reference implementation of CTRF accepts it', () => {
    const { valid, errors } = validate(read(build()));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test('its summary is what its tests say', () => {
    const { summary, tests } = read(build()).results;
    const { passed, failed, skipped, pending, other } = calculateSummary(tests);
    expect(summary).toMatchObject({ tests: tests.length, passed, failed, skipped, pending, other });
  });
});

test('five statuses hold our six by their raw names', () => {
  const { tests } = read(withFailures()).results;
  const by = (raw: string) => tests.find((one) => one.rawStatus === raw);
  expect(by('failed')).toMatchObject({
    status: 'failed',
    tags: ['MUST'],
    suite: ['kubelet 1.20', 'protocol'],
  });
  expect(by('failed')?.trace).toContain('{"status":"Failure","message":"already mounted"}');
  expect(by('error')?.status).toBe('failed');
  expect(by('known-failure')).toMatchObject({ status: 'other', retries: 2, flaky: false });
  expect(tests.find(({ tags, rawStatus }) => tags?.[0] === 'SHOULD' && rawStatus === 'failed')?.status).toBe(
    'other',
  );
  const strict = read({ ...withFailures(), strict: true }).results;
  expect(
    strict.tests.find(({ tags, rawStatus }) => tags?.[0] === 'SHOULD' && rawStatus === 'failed')?.status,
  ).toBe('failed');
});
