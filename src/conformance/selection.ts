import { createHash } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { Level } from '../record/schema.ts';
import { areaOf } from './areas.ts';
import type { Registered } from './registry.ts';

/** Which requirements a run is about. */
export interface Selection {
  /** Areas. */
  areas: readonly string[];
  /** Modules of a vendor's own, absolute paths. */
  modules: readonly string[];
  grep?: string;
  grepInvert?: string;
  levels: readonly Level[];
  /** `i/n`. */
  shard?: string;
  /** Ids that did not pass the last time, with `--last-failed`. */
  only?: ReadonlySet<string>;
}

/**
 * The requirements that are asked for, in the order given. Areas and modules add up; everything else
 * narrows. Without areas and modules it is all of them.
 *
 * @throws UsageError for an area that does not exist or a pattern that is none
 */
export function select(catalogue: readonly Registered[], selection: Selection): Registered[] {
  const areas = new Set(catalogue.map(({ id }) => areaOf(id)));
  const unknown = selection.areas.find((area) => !areas.has(area));
  if (unknown !== undefined) {
    throw new UsageError(
      `--suite: "${unknown}" is no area. The areas are ${[...areas].join(', ')}; a module of your own is given by its path, ./${unknown}.mjs`,
    );
  }
  const everything = selection.areas.length + selection.modules.length === 0;
  const grep = pattern(selection.grep, '--grep');
  const invert = pattern(selection.grepInvert, '--grep-invert');
  const text = ({ id, sentence }: Registered) => `${id} ${sentence}`;
  return catalogue.filter(
    (one) =>
      (everything || selection.areas.includes(areaOf(one.id)) || selection.modules.includes(one.module)) &&
      (grep === undefined || grep.test(text(one))) &&
      (invert === undefined || !invert.test(text(one))) &&
      (selection.levels.length === 0 || selection.levels.includes(one.level)) &&
      (selection.only === undefined || selection.only.has(one.id)) &&
      (selection.shard === undefined || inShard(one.id, selection.shard)),
  );
}

/** Shards split by the id alone, so that a new requirement moves no other from shard to shard. */
export function inShard(id: string, shard: string): boolean {
  const [index = 1, count = 1] = shard.split('/').map(Number);
  return createHash('sha256').update(id).digest().readUInt32BE(0) % count === index - 1;
}

function pattern(source: string | undefined, flag: string): RegExp | undefined {
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, 'i');
  } catch (error) {
    throw new UsageError(`${flag}: ${(error as Error).message}`);
  }
}
