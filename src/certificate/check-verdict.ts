import { isDeepStrictEqual } from 'node:util';
import type { FlexcertRecord } from '../record/schema.ts';
import { deriveSummary } from '../record/verdict.ts';
import { type Check, failed, passed } from './check.ts';
import { obstacles } from './obstacles.ts';
import { derivedFrom, type Statement } from './statement.ts';

/** Everything that the certificate says of the driver follows from the results in the record, derived anew. */
export function checkVerdict({ subject, predicate }: Statement, record: FlexcertRecord): Check {
  const summary = deriveSummary(record);
  const derived = derivedFrom({ ...record, summary });
  const files = Object.fromEntries(subject.map(({ name, digest }) => [name, digest.sha256]));
  const differing = (Object.keys(derived) as (keyof typeof derived)[]).filter(
    (part) => !isDeepStrictEqual(derived[part], predicate[part]),
  );
  const wrong = [
    ...(isDeepStrictEqual(summary, record.summary)
      ? []
      : ['the summary of the record does not follow from its results']),
    ...(predicate.result === summary.verdict
      ? []
      : [`the certificate says ${predicate.result}, the results say ${summary.verdict}`]),
    ...differing.map((part) => `what the certificate says of the ${part} does not follow from the record`),
    ...(isDeepStrictEqual(files, record.driver.files)
      ? []
      : ['the record is of other files than the certificate']),
    ...obstacles({ ...record, summary }),
  ];
  if (wrong.length > 0) return failed('verdict', ...wrong);
  const releases = predicate.releases.map(({ release }) => release).join(', ');
  const { MUST, SHOULD } = summary.counts;
  return passed(
    'verdict',
    `conformant on kubelet ${releases}: ${MUST.passed} MUST, ${SHOULD.passed} SHOULD met, derived again from the record`,
  );
}
