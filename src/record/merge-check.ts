import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../errors.ts';
import type { FlexcertRecord } from './schema.ts';

/** A record and what messages call it. */
export interface NamedRecord {
  source: string;
  record: FlexcertRecord;
}

/** Settings that may differ between the shards of a run: where it ran, and where it wrote to. */
const OF_A_SHARD = ['shard', 'output', 'reporter', 'workers', 'keep', 'driver'];

/**
 * Refuses what is not one run in parts: a verdict over different drivers, versions or orders would speak of none.
 *
 * @throws UsageError that names the first two records that differ, and in what
 */
export function checkSameRun(records: readonly NamedRecord[]): void {
  const [first, ...others] = records as [NamedRecord, ...NamedRecord[]];
  for (const other of others) {
    for (const [what, value] of Object.entries(TRAITS)) {
      const [one, two] = [value(first.record), value(other.record)];
      if (isDeepStrictEqual(one, two)) continue;
      throw new UsageError(
        `${first.source} and ${other.source} are of different ${what}${told(one, two)}: only the shards of one run can be merged`,
      );
    }
  }
}

const TRAITS: Readonly<Record<string, (record: FlexcertRecord) => unknown>> = {
  drivers: ({ driver }) => driver.name,
  'builds of the driver': ({ driver }) => ({ files: driver.files, version: driver.version }),
  'versions of flexcert': ({ tool }) => tool.version,
  'versions of the suite': ({ tool }) => tool.suite,
  'kubelet releases': ({ kubelet }) => kubelet.releases.map(({ release }) => release).join(', '),
  seeds: ({ seed }) => seed ?? 'none',
  selections: ({ selection = [] }) => selection.join(' '),
  strictness: ({ strict = false }) => strict,
  configurations: ({ config }) =>
    Object.fromEntries(Object.entries(config).filter(([key]) => !OF_A_SHARD.includes(key))),
};

function told(one: unknown, two: unknown): string {
  return typeof one === 'string' && typeof two === 'string' ? ` (${one || 'none'}; ${two || 'none'})` : '';
}

/** Which part of how many a record is. */
interface Shard {
  source: string;
  part: number;
  of: number;
}

/**
 * Checks that the shards are parts of one whole, each there once.
 *
 * @returns the parts that are missing, as `2/3`
 * @throws UsageError for a record that is no shard, of another split, or there twice
 */
export function missingShards(records: readonly NamedRecord[]): string[] {
  const shards = records.map(shardOf);
  const [first] = shards as [Shard];
  const seen = new Map<number, string>();
  for (const { source, part, of } of shards) {
    if (of !== first.of) {
      throw new UsageError(
        `${first.source} is one of ${first.of} shards, ${source} one of ${of}: give those of one split`,
      );
    }
    const before = seen.get(part);
    if (before !== undefined)
      throw new UsageError(`${before} and ${source} are both shard ${part}/${of}: give each once`);
    seen.set(part, source);
  }
  const parts = Array.from({ length: first.of }, (_, index) => index + 1);
  return parts.filter((part) => !seen.has(part)).map((part) => `${part}/${first.of}`);
}

function shardOf({ source, record }: NamedRecord): Shard {
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(record.shard ?? '') ?? [];
  if (part !== undefined && of !== undefined && Number(part) >= 1 && Number(part) <= Number(of)) {
    return { source, part: Number(part), of: Number(of) };
  }
  throw new UsageError(
    `${source} is no shard (${record.shard ?? 'it was not run with --shard'}): several records are merged only when they are the shards of one run`,
  );
}
