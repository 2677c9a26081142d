import type { FlexcertRecord, Result } from '../record/schema.ts';

/**
 * Why a record does not bear a certificate; nothing when it does. A certificate speaks of a whole suite, each
 * MUST of it judged at the first try, with nothing excused.
 */
export function obstacles(record: FlexcertRecord): string[] {
  const { summary, selection = [], shard, results, kubelet } = record;
  const excused = results.filter(({ known }) => known !== undefined);
  const repeated = results.filter(
    ({ level, status, attempts = 1 }) => level === 'MUST' && status === 'passed' && attempts > 1,
  );
  return [
    ...(summary.verdict === 'conformant' ? [] : [`the verdict is ${summary.verdict}`, ...summary.reasons]),
    ...(selection.length === 0 ? [] : [`not the whole suite was run: ${selection.join(' ')}`]),
    ...(shard === undefined ? [] : [`it is a part of a run, shard ${shard}: merge all of them first`]),
    ...named(excused, 'excused by known-failing'),
    ...named(repeated, 'passed only when tried again'),
    ...kubelet.releases
      .filter(({ release }) => !results.some((result) => result.kubelet === release))
      .map(({ release }) => `nothing was run on kubelet ${release}`),
  ];
}

function named(results: readonly Result[], what: string): string[] {
  if (results.length === 0) return [];
  return [`${what}: ${[...new Set(results.map(({ id }) => id))].join(', ')}`];
}
