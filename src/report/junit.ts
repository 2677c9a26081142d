import type { FlexcertRecord, Leak, Result } from '../record/schema.ts';
import { junitOutcome } from './junit-outcome.ts';
import { capped, transcript } from './transcript.ts';
import { areaOf, sentenceOf } from './words.ts';
import { cdata, element, startTag } from './xml.ts';

/** GitLab refuses files of 30 MB; the transcripts share what that leaves them. */
const TRANSCRIPTS_LIMIT = 16 * 1024 * 1024;
const CASE_LIMIT = 64 * 1024;

/**
 * JUnit in the dialect of Jenkins (reports/junit-10.xsd): one suite an area and release, one case a
 * requirement. Elements carry the truth and the counts agree with them; readers differ in which they trust.
 */
export function renderJunit(record: FlexcertRecord): string {
  return [...junitChunks(record)].join('');
}

/** The same, a suite at a time. */
export function* junitChunks(record: FlexcertRecord): Generator<string> {
  const limit = Math.min(CASE_LIMIT, Math.floor(TRANSCRIPTS_LIMIT / Math.max(1, record.results.length)));
  const strict = record.strict === true;
  const totals = countsOf(record.results, strict);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  const name = `flexcert ${record.driver.name}`;
  yield `${startTag('testsuites', { name, ...totals, time: seconds(record.durationMs) })}\n`;
  for (const suite of suitesOf(record)) yield suiteText(suite, record, { limit, strict });
  yield '</testsuites>\n';
}

interface Suite {
  name: string;
  results: Result[];
}

/** Grouped by release and area, in the order of the run. The release is always named: adding one renames nothing. */
function suitesOf({ results }: FlexcertRecord): Suite[] {
  const suites = new Map<string, Suite>();
  for (const result of results) {
    // A dot would start a new package in Jenkins.
    const name = `kubelet-${result.kubelet.replaceAll('.', '_')}.${areaOf(result.id)}`;
    const suite = suites.get(name) ?? { name, results: [] };
    suite.results.push(result);
    suites.set(name, suite);
  }
  return [...suites.values()];
}

interface Rules {
  limit: number;
  strict: boolean;
}

function suiteText({ name, results }: Suite, record: FlexcertRecord, rules: Rules): string {
  const properties = Object.entries({
    'driver.name': record.driver.name,
    'driver.version': record.driver.version,
    'flexcert.version': record.tool.version,
    'suite.version': record.tool.suite,
    'kubelet.release': results[0]?.kubelet,
  }).flatMap(([key, value]) => (value === undefined ? [] : [element('property', { name: key, value })]));
  const seen = new Map<string, number>();
  const cases = results.map((result) => {
    const times = (seen.get(result.id) ?? 0) + 1;
    seen.set(result.id, times);
    // Readers drop the second case of a name, so a repeated requirement is numbered.
    return caseText(
      result,
      { suite: name, name: times === 1 ? result.id : `${result.id} (${times})` },
      record,
      rules,
    );
  });
  const first = results[0] as Result;
  const attributes = {
    name,
    ...countsOf(results, rules.strict),
    skipped: results.filter((result) => junitOutcome(result, rules.strict).kind === 'skipped').length,
    time: seconds(results.reduce((sum, result) => sum + result.durationMs, 0)),
    // Readers want no zone and no fraction; it is UTC.
    timestamp: first.startedAt.slice(0, 19),
  };
  return `${element('testsuite', attributes, ['\n', element('properties', {}, properties), '\n', ...cases])}\n`;
}

function caseText(
  result: Result,
  { suite, name }: { suite: string; name: string },
  { leaks }: FlexcertRecord,
  { limit, strict }: Rules,
): string {
  const outcome = junitOutcome(result, strict);
  const told = [
    sentenceOf(result),
    `Reference: ${result.reference}`,
    ...notesOf(result, leaks),
    '',
    transcript(result),
  ].join('\n');
  const children = [
    ...(outcome.kind === 'passed'
      ? []
      : [element(outcome.kind, { type: outcome.type, message: outcome.message }, [cdata(outcome.text)])]),
    element('system-out', {}, [cdata(capped(told, limit))]),
  ];
  return `${element('testcase', { classname: suite, name, time: seconds(result.durationMs), group: result.level }, children)}\n`;
}

function notesOf({ id, attempts, known, status, notes = [] }: Result, leaks: readonly Leak[]): string[] {
  return [
    ...notes.map((note) => `Note: ${note}`),
    ...(attempts === undefined ? [] : [`Attempts: ${attempts}`]),
    ...(status === 'passed' && known !== undefined
      ? [`Listed in known-failing (${known}), and passed: take it off the list.`]
      : []),
    ...leaks
      .filter((leak) => leak.requirement === id)
      .map(
        ({ kind, what, mend }) => `Left behind: ${kind} ${what}${mend ? `. Mend: ${mend.join('; ')}` : ''}`,
      ),
  ];
}

function countsOf(results: readonly Result[], strict: boolean) {
  const kinds = results.map((result) => junitOutcome(result, strict).kind);
  return {
    tests: results.length,
    failures: kinds.filter((kind) => kind === 'failure').length,
    errors: kinds.filter((kind) => kind === 'error').length,
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
