import type { FlexcertRecord, Level } from '../record/schema.ts';
import { type Check, failed, passed } from './check.ts';

/** A version of the suite that this flexcert knows, with the level of each of its requirements. */
export interface KnownSuite {
  version: string;
  requirements: ReadonlyMap<string, Level>;
}

/**
 * The record has a result for every requirement of its suite, on every release, at the level it has there.
 * @param suites the one of this flexcert first
 */
export function checkSuite(record: FlexcertRecord, suites: readonly KnownSuite[]): Check {
  const { suite, version } = record.tool;
  const known = suites.find((each) => each.version === suite);
  if (known === undefined) {
    const versions = suites.map((each) => each.version).join(', ');
    return failed(
      'suite',
      `suite ${suite} is not known here (known: ${versions}): verify with flexcert ${version}, which made it`,
    );
  }
  const wrong = record.kubelet.releases.flatMap(({ release }) => differences(record, release, known));
  if (wrong.length > 0) return failed('suite', ...wrong);
  const newer = known === suites[0] ? '' : `; that of this flexcert is ${suites[0]?.version}`;
  return passed('suite', `${suite}, all of its ${known.requirements.size} requirements${newer}`);
}

function differences(
  { results }: FlexcertRecord,
  release: string,
  { version, requirements }: KnownSuite,
): string[] {
  const levels = new Map(
    results.filter(({ kubelet }) => kubelet === release).map(({ id, level }) => [id, level]),
  );
  const missing = [...requirements.keys()].filter((id) => !levels.has(id));
  const strange = [...levels.keys()].filter((id) => !requirements.has(id));
  const relevelled = [...levels].filter(
    ([id, level]) => requirements.has(id) && requirements.get(id) !== level,
  );
  return [
    ...told(missing, `have no result on kubelet ${release}`),
    ...told(strange, `are not of suite ${version}`),
    ...told(
      relevelled.map(([id]) => id),
      `have another level in suite ${version}`,
    ),
  ];
}

function told(ids: readonly string[], what: string): string[] {
  if (ids.length === 0) return [];
  const named = ids.slice(0, 5).join(', ');
  return [`${ids.length} ${what}: ${named}${ids.length > 5 ? ', ...' : ''}`];
}
