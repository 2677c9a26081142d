import type { FlexcertRecord, Result } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';
import { diagnosisText } from './junit-outcome.ts';
import { capped, transcript } from './transcript.ts';
import { areaOf, sentenceOf } from './words.ts';

type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/** Characters of a transcript: dashboards keep these files for every build. */
const TRANSCRIPT_LIMIT = 16 * 1024;

/** The Common Test Report Format, version 0.0.0. `rawStatus` and the tags keep what its five statuses cannot say. */
export function renderCtrf(record: FlexcertRecord): string {
  const { tool, driver, environment, results, summary, durationMs, shard } = record;
  const start = Date.parse(record.startedAt);
  const tests = results.map((result) => testOf(result, record.strict === true));
  const count = (status: CtrfStatus) => tests.filter((test) => test.status === status).length;
  const document = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: record.startedAt,
    generatedBy: `flexcert ${tool.version}`,
    results: {
      tool: { name: tool.name, version: tool.version, extra: { suite: tool.suite } },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        start,
        stop: start + Math.round(durationMs),
        extra: { verdict: summary.verdict, reasons: summary.reasons.map((reason) => visibleText(reason)) },
      },
      tests,
      environment: {
        appName: visibleText(driver.name),
        ...(driver.version === undefined ? {} : { appVersion: visibleText(driver.version) }),
        osPlatform: 'linux',
        osRelease: environment.kernel,
        ...(shard === undefined ? {} : { shardId: shard }),
      },
    },
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function testOf(result: Result, strict: boolean) {
  const { id, level, kubelet, status, durationMs, startedAt, attempts, calls } = result;
  const start = Date.parse(startedAt);
  const failed = status === 'failed' || status === 'error' || status === 'known-failure';
  return {
    name: `${id} (kubelet ${kubelet})`,
    status: statusOf(result, strict),
    rawStatus: status,
    duration: Math.round(durationMs),
    start,
    stop: start + Math.round(durationMs),
    suite: [`kubelet ${kubelet}`, areaOf(id)],
    tags: [level],
    type: 'conformance',
    ...messageOf(result),
    ...(failed && calls.length > 0 ? { trace: capped(transcript(result), TRANSCRIPT_LIMIT) } : {}),
    ...(attempts === undefined ? {} : { retries: attempts - 1, flaky: status === 'passed' }),
    extra: {
      sentence: sentenceOf(result),
      reference: visibleText(result.reference),
      ...(result.known === undefined ? {} : { known: visibleText(result.known) }),
    },
  };
}

/** Dashboards show the message, and seldom more: the cause belongs into it. */
function messageOf({ message, diagnosis = [] }: Result): { message?: string } {
  if (message === undefined) return {};
  return { message: [message, ...diagnosis.map(diagnosisText)].map((text) => visibleText(text)).join('\n') };
}

function statusOf({ level, status }: Result, strict: boolean): CtrfStatus {
  switch (status) {
    case 'passed':
      return 'passed';
    case 'error':
      return 'failed';
    case 'failed':
      return level === 'MUST' || (level === 'SHOULD' && strict) ? 'failed' : 'other';
    case 'known-failure':
      return 'other';
    case 'skipped':
    case 'not-applicable':
      return 'skipped';
  }
}
