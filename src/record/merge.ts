import { UsageError } from '../errors.ts';
import { checkSameRun, missingShards, type NamedRecord } from './merge-check.ts';
import { mergeOrders } from './merge-orders.ts';
import type { FlexcertRecord, Result } from './schema.ts';
import { deriveSummary } from './verdict.ts';

/**
 * One record from the shards of a run, whatever order they are given in. A missing shard leaves the verdict
 * incomplete and is named as the reason. Times add up: shards may have run side by side or on other days.
 *
 * @throws UsageError when they are not the shards of one run, or overlap
 */
export function mergeRecords(given: readonly NamedRecord[]): FlexcertRecord {
  const [only] = given;
  if (only === undefined) throw new UsageError('which records? Say: flexcert report <record...>');
  if (given.length === 1) return only.record;
  checkSameRun(given);
  const missing = missingShards(given);
  const named = [...given].sort((a, b) => partOf(a) - partOf(b));
  const records = named.map(({ record }) => record);
  const results = mergedResults(named);
  const { shard: _, ended: __, ...first } = records[0] as FlexcertRecord;
  const ended = endings(records, missing);
  return {
    ...first,
    driver: { ...first.driver, commands: mergeOrders(records.map(({ driver }) => driver.commands)) },
    environment: {
      ...first.environment,
      kernel: union(records.map(({ environment }) => [environment.kernel])).join(', '),
      node: union(records.map(({ environment }) => [environment.node])).join(', '),
      utilLinux: union(records.map(({ environment }) => [environment.utilLinux])).join(', '),
      filesystems: union(records.map(({ environment }) => environment.filesystems)),
      capabilitiesMissing: union(records.map(({ environment }) => environment.capabilitiesMissing)),
      lacks: union(records.map(({ environment }) => environment.lacks)),
    },
    startedAt: records.map(({ startedAt }) => startedAt).sort()[0] as string,
    durationMs: records.reduce((sum, { durationMs }) => sum + durationMs, 0),
    ...(ended === undefined ? {} : { ended }),
    limits: union(records.map(({ limits }) => limits)),
    summary: deriveSummary({ results, strict: first.strict, ended }),
    results,
    leaks: records.flatMap(({ leaks }) => leaks),
  };
}

function partOf({ record }: NamedRecord): number {
  return Number.parseInt(record.shard ?? '', 10);
}

/** By release, then area: each shard has its part of every area, in the order of the catalogue. */
function mergedResults(named: readonly NamedRecord[]): Result[] {
  const from = new Map<string, string>();
  const groups = new Map<string, Result[]>();
  const orders = named.map(({ source, record }) =>
    record.results.map((result) => {
      const key = `${result.id} on kubelet ${result.kubelet}`;
      const before = from.get(key);
      if (before !== undefined && before !== source) {
        throw new UsageError(`${before} and ${source} both have ${key}: shards of one run do not overlap`);
      }
      from.set(key, source);
      const group = `${result.kubelet} ${result.id.split('/', 1)[0]}`;
      groups.set(group, [...(groups.get(group) ?? []), result]);
      return group;
    }),
  );
  return mergeOrders(orders.map((order) => [...new Set(order)])).flatMap((group) => groups.get(group) ?? []);
}

function endings(records: readonly FlexcertRecord[], missing: readonly string[]): string | undefined {
  const told = records.flatMap(({ ended, shard }) =>
    ended === undefined ? [] : [`shard ${shard}: ${ended}`],
  );
  const lacking = missing.length === 0 ? [] : [`shard ${missing.join(', ')} is missing`];
  const all = [...told, ...lacking];
  return all.length === 0 ? undefined : all.join('; ');
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
