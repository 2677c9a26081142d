import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { Node, TestVolume } from '../../src/conformance/api.ts';

const SECTOR_BYTES = 512;

/** UUID of the filesystem on a volume's image; '' when there is none. */
export async function uuidOf(node: Node, { image }: TestVolume): Promise<string> {
  return (await node.run('blkid', '-p', '-s', 'UUID', '-o', 'value', image as string)).stdout.trim();
}

/** A table with one Linux partition of a MiB, behind the first MiB. */
export function writePartitionTable(path: string): void {
  const sector = Buffer.alloc(SECTOR_BYTES);
  sector[450] = 0x83;
  sector.writeUInt32LE(2048, 454);
  sector.writeUInt32LE(2048, 458);
  sector.writeUInt16LE(0xaa55, 510);
  const file = openSync(path, 'r+');
  try {
    writeSync(file, sector, 0, SECTOR_BYTES, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function firstSector(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const sector = Buffer.alloc(SECTOR_BYTES);
    readSync(file, sector, 0, SECTOR_BYTES, 0);
    return sector;
  } finally {
    closeSync(file);
  }
}
