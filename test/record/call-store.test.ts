import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callStore } from '../../src/record/call-store.ts';
import { recordText } from '../../src/record/write.ts';
import { hostileRecord, withFailures } from '../support/records.ts';

test('calls come back as they were, whatever they hold, and nothing is left in the folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flexcert-store-'));
  try {
    const store = callStore(folder);
    for (const record of [withFailures(), hostileRecord()]) {
      const results = record.results.map((result) => store.keep(result));
      expect(recordText({ ...record, results })).toBe(recordText(record));
    }
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('where nothing can be written they stay in memory', () => {
  const [result] = withFailures().results;
  const kept = callStore('/nonexistent').keep(result as NonNullable<typeof result>);
  expect(kept).toBe(result);
});
