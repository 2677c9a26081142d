import type { FlexcertRecord, Result } from '../record/schema.ts';

/** Whether a result stands against the driver, or is our own trouble: a failing SHOULD only when the run is strict. */
export function isFailure({ level, status }: Pick<Result, 'level' | 'status'>, strict = false): boolean {
  return status === 'error' || (status === 'failed' && (level === 'MUST' || (level === 'SHOULD' && strict)));
}

/** What a verdict has to be read with: it speaks of a part, or is stricter than others. One phrase each. */
export function qualifications({ selection = [], shard, strict }: FlexcertRecord): string[] {
  return [
    ...(selection.length === 0 ? [] : [`not the whole suite: ${selection.join(' ')}`]),
    ...(shard === undefined ? [] : [`a part of a run: shard ${shard}`]),
    ...(strict === true ? ['strict: a failing SHOULD counts'] : []),
  ];
}
