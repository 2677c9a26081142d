import { stringify } from 'yaml';
import type { FlexcertRecord, Level, Result, Verdict } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';
import { diagnosisText } from './junit-outcome.ts';
import { capped, transcript } from './transcript.ts';
import { areaOf, STATUS_WORDS, sentenceOf, VERDICT_WORDS } from './words.ts';

/** A node of Sonobuoy's result tree, its format `manual`. */
export interface SonobuoyItem {
  name: string;
  /** `passed`, `failed`, `skipped`, `unknown`; any other word is counted as it stands. */
  status: string;
  meta?: Readonly<Record<string, string>>;
  /** Texts alone: their YAML library makes maps of these that their JSON library cannot write. */
  details?: Readonly<Record<string, string>>;
  items?: readonly SonobuoyItem[];
}

/** Characters of a transcript: the aggregator keeps the trees of all nodes in one file. */
const TRANSCRIPT_LIMIT = 8 * 1024;

const VERDICT_STATUS: Readonly<Record<Verdict, string>> = {
  conformant: 'passed',
  'not-conformant': 'failed',
  incomplete: 'incomplete',
};

/** The result tree of one driver: release, area, requirement. The root's status is the verdict. */
export function renderSonobuoy(record: FlexcertRecord): string {
  const { tool, driver, summary, results } = record;
  return sonobuoyText({
    name: driver.name,
    status: VERDICT_STATUS[summary.verdict],
    meta: {
      verdict: VERDICT_WORDS[summary.verdict],
      flexcert: tool.version,
      suite: tool.suite,
      ...(driver.version === undefined ? {} : { version: driver.version }),
    },
    ...(summary.reasons.length === 0 ? {} : { details: { reasons: summary.reasons.join('\n') } }),
    items: grouped(results, ({ kubelet }) => kubelet).map(([release, ofRelease]) => ({
      name: `kubelet ${release}`,
      status: statusOfAll(ofRelease, record.strict === true),
      items: grouped(ofRelease, ({ id }) => areaOf(id)).map(([area, ofArea]) => ({
        name: area,
        status: statusOfAll(ofArea, record.strict === true),
        items: ofArea.map((result) => itemOf(result, record.strict === true)),
      })),
    })),
  });
}

/**
 * As YAML that their parser, of YAML 1.1, reads as it is meant: every text in quotes (`no` and `1.20` stay
 * texts) and nothing in it that YAML does not print.
 */
export function sonobuoyText(item: SonobuoyItem): string {
  return stringify(item, (_, value) => (typeof value === 'string' ? visibleText(value) : value), {
    version: '1.1',
    defaultKeyType: 'PLAIN',
    defaultStringType: 'QUOTE_DOUBLE',
    aliasDuplicateObjects: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    lineWidth: 0,
  });
}

function itemOf(result: Result, strict: boolean): SonobuoyItem {
  const { id, level, kubelet, message, calls, diagnosis = [], reference } = result;
  const troubled = !['passed', 'not-applicable'].includes(result.status);
  return {
    name: id,
    status: statusOf(result, strict),
    meta: { level, kubelet },
    details: {
      sentence: sentenceOf(result),
      reference,
      ...(message === undefined ? {} : { message }),
      ...(diagnosis.length === 0 ? {} : { diagnosis: diagnosis.map(diagnosisText).join('\n') }),
      ...(troubled && calls.length > 0 ? { calls: capped(transcript(result), TRANSCRIPT_LIMIT) } : {}),
    },
  };
}

/** What has no word of theirs keeps its own, and is then counted beside `passed` and `failed`. */
function statusOf({ status, level }: Pick<Result, 'status' | 'level'>, strict: boolean): string {
  switch (status) {
    case 'passed':
    case 'skipped':
      return status;
    case 'not-applicable':
      return 'skipped';
    case 'failed':
      return counts(level, strict) ? 'failed' : `${level} failed`;
    case 'known-failure':
    case 'error':
      return STATUS_WORDS[status];
  }
}

function counts(level: Level, strict: boolean): boolean {
  return level === 'MUST' || (level === 'SHOULD' && strict);
}

function statusOfAll(results: readonly Result[], strict: boolean): string {
  if (results.some(({ status, level }) => status === 'failed' && counts(level, strict))) return 'failed';
  if (results.some(({ status }) => status === 'error')) return STATUS_WORDS.error;
  const couldNot = results.some(({ status, level }) => status === 'skipped' && level === 'MUST');
  if (couldNot) return VERDICT_STATUS.incomplete;
  return results.some(({ status }) => status !== 'skipped' && status !== 'not-applicable')
    ? 'passed'
    : 'skipped';
}

/** In the order of the first of each. */
function grouped(results: readonly Result[], by: (result: Result) => string): [string, Result[]][] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const group = groups.get(by(result));
    if (group === undefined) groups.set(by(result), [result]);
    else group.push(result);
  }
  return [...groups];
}
