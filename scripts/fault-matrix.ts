/**
 * Runs the whole catalogue on each driver with a fault and writes what failed to docs/fault-matrix.json, from which
 * npm run docs makes docs/faults.md: npm run matrix [-- AREA...]. It takes a minute and more for each fault; those whose
 * driver and catalogue are as they were are passed over. Ends with 1 when something failed that no fault accounts for.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withDir } from 'tmp-promise';
import { areaOf } from '../src/conformance/areas.ts';
import { type Fault, faultyText, makeFaultyDriver, readFaults } from '../test/support/faulty-driver.ts';
import { judgeFault } from '../test/support/judge-fault.ts';
import { compiledCatalogue, runDriver } from '../test/support/run-driver.ts';

/** What became of the catalogue on one driver. */
export interface Row {
  /** Of the driver and the catalogue. */
  digest: string;
  failed: string[];
  passed: number;
  /** Not applicable to that driver, or skipped because its init fails. */
  notRun: number;
}

const file = new URL('../docs/fault-matrix.json', import.meta.url);
const matrix: Record<string, Row> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const areas = process.argv.slice(2);
const catalogue = await compiledCatalogue();
const ids = catalogue.map(({ id, level }) => `${id} ${level}`).join('\n');
const faults = readFaults();

for (const id of Object.keys(matrix)) if (!faults.some((fault) => fault.id === id)) delete matrix[id];
for (const fault of faults) {
  if (areas.length > 0 && !areas.includes(areaOf(fault.id))) continue;
  const digest = createHash('sha256')
    .update(ids + faultyText(fault) + JSON.stringify(fault))
    .digest('hex')
    .slice(0, 16);
  if (matrix[fault.id]?.digest === digest) continue;
  matrix[fault.id] = { digest, ...(await tryOut(fault)) };
  const sorted = Object.entries(matrix).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
process.exit();

async function tryOut(fault: Fault): Promise<Omit<Row, 'digest'>> {
  const { driver: like, kubelet } = fault;
  const { results } = await withDir(
    ({ path }) =>
      runDriver({
        directory: makeFaultyDriver(fault, path),
        like,
        catalogue,
        selected: catalogue,
        ...(kubelet && { kubelet }),
      }),
    { unsafeCleanup: true, prefix: 'flexcert-fault-' },
  );
  const complaints = judgeFault(fault, results);
  process.stderr.write([`${complaints.length === 0 ? '✓' : '✗'} ${fault.id}`, ...complaints, ''].join('\n'));
  if (complaints.length > 0) process.exitCode = 1;
  const count = (...statuses: string[]) => results.filter(({ status }) => statuses.includes(status)).length;
  return {
    failed: results.filter(({ status }) => status === 'failed').map(({ id }) => id),
    passed: count('passed'),
    notRun: count('not-applicable', 'skipped'),
  };
}
