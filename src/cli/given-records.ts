import { UsageError } from '../errors.ts';
import type { NamedRecord } from '../record/merge-check.ts';
import { readRecord } from '../record/read.ts';
import type { NodeRecord } from '../sonobuoy/tarball.ts';

/** A record as it was given: a file, or one of a tarball, which says its node. */
export type Given = NamedRecord & { node?: string };

/**
 * Reads the records that a command line names.
 *
 * @param node of tarballs, that node's alone
 */
export async function readAll(paths: readonly string[], node: string | undefined): Promise<Given[]> {
  const given = await Promise.all(
    paths.map(async (path): Promise<Given[]> => {
      if (!isTarball(path)) return [{ source: path, record: readRecord(path) }];
      const { recordsOfTarball } = await import('../sonobuoy/tarball.ts');
      return recordsOfTarball(path);
    }),
  );
  const all = given.flat();
  if (node === undefined) return all;
  const ofNode = all.filter((one) => one.node === node);
  if (ofNode.length > 0) return ofNode;
  const nodes = [...new Set(all.flatMap((one) => one.node ?? []))];
  throw new UsageError(`--node ${node}: no record of it. There is: ${nodes.join(', ') || 'no node at all'}`);
}

/** Whether they are runs of several nodes or drivers, told one by one, and not the shards of one run. */
export function areOfNodes(given: readonly Given[]): given is NodeRecord[] {
  return (
    given.length > 1 &&
    given.every(({ node }) => node !== undefined) &&
    !given.every(({ record }) => record.shard !== undefined)
  );
}

/** What `sonobuoy retrieve` writes, and archives like it. */
function isTarball(path: string): boolean {
  return /\.(tar|tar\.gz|tgz)$/.test(path);
}
