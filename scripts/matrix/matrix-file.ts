import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Fault, faultyText } from '../../test/support/faulty-driver.ts';

/** What became of the catalogue on one driver with a fault. */
export interface Row {
  /** Of the driver and of what is said of it. */
  digest: string;
  /** Of the catalogue it was run on. */
  catalogue: string;
  failed: string[];
  passed: number;
  /** Not applicable to that driver, or skipped because its init fails. */
  notRun: number;
  /** The others came out as on the healthy driver, since they run nothing that the fault changes. */
  ran: number;
}

/** docs/fault-matrix.json */
export interface Matrix {
  /** Ids of the requirements, by their digest. */
  catalogues: Record<string, string[]>;
  rows: Record<string, Row>;
}

const file = new URL('../../docs/fault-matrix.json', import.meta.url);

export function readMatrix(): Matrix {
  if (!existsSync(file)) return { catalogues: {}, rows: {} };
  return JSON.parse(readFileSync(file, 'utf8')) as Matrix;
}

/** Sorted, and without catalogues that no row was run on. */
export function writeMatrix({ catalogues, rows }: Matrix): void {
  const used = new Set(Object.values(rows).map(({ catalogue }) => catalogue));
  const kept = {
    catalogues: sorted(Object.entries(catalogues).filter(([digest]) => used.has(digest))),
    rows: sorted(Object.entries(rows)),
  };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
}

/** Differs when the driver with that fault does, or what it is run on; not with what is said of it. */
export function digestOfFault(fault: Fault): string {
  const { driver, kubelet, mode, name, directory, after } = fault;
  return digestOf(faultyText(fault), JSON.stringify({ driver, kubelet, mode, name, directory, after }));
}

export function digestOf(...texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);
}

function sorted<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
