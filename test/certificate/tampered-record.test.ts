import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/certificate/check.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { changeFile, replaced, tampering } from '../support/tampering.ts';

const t = tampering();

/** The record as it is, rewritten by someone who knows JSON. */
function changeRecord(change: (record: FlexcertRecord) => void): void {
  changeFile(t.bundle.record, (bytes) => {
    const record = JSON.parse(bytes.toString()) as FlexcertRecord;
    change(record);
    return JSON.stringify(record);
  });
}

describe('the record', () => {
  test.each<[string, (bytes: Buffer) => Uint8Array | string]>([
    ['a digit', replaced('"durationMs":', '"durationMs":1')],
    ['a letter', replaced('kubelet', 'Kubelet')],
    ['a blank', replaced('": ', '":  ')],
    ['a newline', (bytes) => `${bytes.toString()}\n`],
    ['a line ending', replaced('\n', '\r\n')],
    ['a brace', replaced('}', '')],
    ['a quote', replaced('"', "'")],
    ['a control character', replaced('kubelet', 'kube\x01let')],
    [
      'a byte that is no UTF-8',
      (bytes) => Buffer.concat([bytes.subarray(0, 900), Buffer.from([0xff]), bytes.subarray(901)]),
    ],
    ['its end', (bytes) => bytes.subarray(0, -200)],
    ['everything', () => ''],
  ])('%s is changed', (_, change) => {
    changeFile(t.bundle.record, change);
    expect(t.wrong()).toContain('record');
  });

  test('is missing', () => {
    rmSync(t.bundle.record);
    expect(t.wrong()).toEqual(['record']);
  });

  test.each<[string, (record: FlexcertRecord) => void, Check['name'][]]>([
    ['a failure', ({ results }) => (first(results).status = 'failed'), ['record', 'verdict']],
    ['a skipped MUST', ({ results }) => (first(results).status = 'skipped'), ['record', 'verdict']],
    [
      'a failure told as a pass in the summary alone',
      ({ summary }) => (summary.counts.MUST.passed += 1),
      ['record', 'verdict'],
    ],
    ['a result left out', ({ results }) => results.splice(0, 1), ['record', 'verdict', 'suite']],
    ['another level', ({ results }) => (first(results).level = 'MAY'), ['record', 'verdict', 'suite']],
    [
      'a requirement of another suite',
      ({ results }) => results.push({ ...first(results), id: 'mount/own' }),
      ['record', 'verdict', 'suite'],
    ],
    ['other files of the driver', ({ driver }) => (driver.files.nas = 'a'.repeat(64)), ['record', 'verdict']],
    ['an unknown suite', ({ tool }) => (tool.suite = '99.0'), ['record', 'verdict', 'suite']],
    ['known-failing', ({ results }) => (first(results).known = 'issue 1'), ['record', 'verdict']],
    ['a selection', (record) => (record.selection = ['--grep mount']), ['record', 'verdict']],
    ['a shard', (record) => (record.shard = '1/2'), ['record', 'verdict']],
    ['an early end', (record) => (record.ended = 'SIGINT'), ['record', 'verdict']],
    ['tried again', ({ results }) => (first(results).attempts = 3), ['record', 'verdict']],
    ['a newer version', (record) => ((record as { version: number }).version = 2), ['record']],
  ])('with %s: each thing that is wrong is named', (_, change, found) => {
    changeRecord(change);
    expect(t.wrong()).toEqual(found);
  });
  const first = <T>(list: readonly T[]) => list[0] as T;
});
