import { list, type ReadEntry } from 'tar';
import { UsageError } from '../errors.ts';
import { parseRecord } from '../record/read.ts';
import type { FlexcertRecord } from '../record/schema.ts';

/** The record of one driver on one node. */
export interface NodeRecord {
  /** `global` where the plugin ran as a Job. */
  node: string;
  /** What messages call it: the tarball and the path in it. */
  source: string;
  record: FlexcertRecord;
}

/** plugins/<plugin>/results/<node>/…/record.json, and before it whatever the archive was packed with. */
const RECORD = /(?:^|\/)plugins\/[^/]+\/results\/(?!\.\.?\/)([^/]+)\/(?:.+\/)?record\.json$/;

/**
 * Every record in a tarball of Sonobuoy, by node.
 *
 * @throws UsageError when it cannot be read, or holds none
 */
export async function recordsOfTarball(path: string): Promise<NodeRecord[]> {
  const texts = await recordTexts(path);
  if (texts.size === 0) {
    throw new UsageError(
      `${path} holds no record of flexcert under plugins/<plugin>/results/<node>/. Give what "sonobuoy retrieve" wrote after a run of its plugin`,
    );
  }
  return [...texts]
    .map(([name, text]) => {
      const source = `${path}: ${name}`;
      const node = RECORD.exec(name)?.[1] ?? '';
      return { node, source, record: parseRecord(text, source) };
    })
    .sort((a, b) => compare(a.node, b.node) || compare(a.record.driver.name, b.record.driver.name));
}

async function recordTexts(path: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const take = (entry: ReadEntry): void => {
    if (entry.type !== 'File' || !RECORD.test(entry.path)) return;
    const pieces: Buffer[] = [];
    entry.on('data', (piece: Buffer) => pieces.push(piece));
    entry.on('end', () => texts.set(entry.path, Buffer.concat(pieces).toString('utf8')));
  };
  try {
    await list({ file: path, strict: true, onReadEntry: take });
  } catch (error) {
    throw new UsageError(
      `cannot read the tarball ${path}: ${(error as Error).message}. Retrieve it again: sonobuoy retrieve`,
    );
  }
  return texts;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
