import { readFileSync } from 'node:fs';
import { UsageError } from '../../errors.ts';
import { complaintOf } from './complaint.ts';
import { fileLayer } from './file.ts';
import { type Config, knownFailingSchema } from './schema.ts';

/** Reasons by requirement id. */
export type KnownFailing = ReadonlyMap<string, string>;

/**
 * The requirements that are known to fail: a list in the configuration, or a file with the same list.
 *
 * @throws UsageError that names file, line, key and the allowed values
 */
export function readKnownFailing(listed: Config['known-failing']): KnownFailing {
  const entries = typeof listed === 'string' ? readList(listed) : (listed ?? []);
  return new Map(entries.map(({ id, reason }) => [id, reason]));
}

function readList(path: string) {
  const layer = fileLayer(path, readText(path));
  const parsed = knownFailingSchema.safeParse(layer.raw);
  if (parsed.success) return parsed.data;
  const { path: at, rest } = complaintOf(parsed.error, knownFailingSchema);
  throw new UsageError(`${layer.where(at)}${rest}. Write a list of: - { id: mount/x, reason: "issue 42" }`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `cannot read the known failures ${path}: ${(error as Error).message}. Check the path after --known-failing`,
    );
  }
}
