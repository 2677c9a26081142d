import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Archives that were begun in this process: a later run begins them anew. */
const begun = new Set<string>();

/**
 * Adds a piece to the archive of a requirement's files, `kept/mount/is-idempotent-1.32.tar.gz` in the output folder.
 *
 * @param piece base64
 */
export function keepPiece(output: string, id: string, release: string, piece: string): void {
  const path = join(output, 'kept', `${id}-${release}.tar.gz`);
  if (!begun.has(path)) {
    begun.add(path);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
  }
  appendFileSync(path, Buffer.from(piece, 'base64'));
}
