/**
 * Runs the catalogue on each driver with a fault and writes what failed to docs/fault-matrix.json, from which npm run docs
 * makes docs/faults.md: npm run matrix [-- AREA... | AREA/FAULT...]. What stands there already is passed over; when the
 * catalogue has grown, what is new is run. Ends with 1 when something failed that no fault accounts for.
 */
import { withDir } from 'tmp-promise';
import { areaOf } from '../src/conformance/areas.ts';
import type { Registered } from '../src/conformance/registry.ts';
import type { Result } from '../src/record/schema.ts';
import { type Fault, makeFaultyDriver, readFaults } from '../test/support/faulty-driver.ts';
import { judgeFault } from '../test/support/judge-fault.ts';
import { compiledCatalogue, runDriver } from '../test/support/run-driver.ts';
import { digestOf, digestOfFault, type Row, readMatrix, writeMatrix } from './matrix/matrix-file.ts';
import { reachedBy, readReach } from './matrix/reach.ts';

/** A failure that nobody foresaw may be one of a machine that has other work: only what fails each time counts. */
const TRIES = 3;

const matrix = readMatrix();
const catalogue = await compiledCatalogue();
const ids = catalogue.map(({ id }) => id);
const version = digestOf(...ids);
const wanted = process.argv.slice(2);
const faults = readFaults();

for (const id of Object.keys(matrix.rows))
  if (!faults.some((fault) => fault.id === id)) delete matrix.rows[id];
matrix.catalogues[version] = ids;
const reach = await readReach(catalogue);

// Those that reach least come first: a run that is ended has told of as many as it could.
const reachOf = (fault: Fault) => reachedBy(fault, catalogue, reach).length;
const todo = faults.filter(({ id }) => isWanted(id)).sort((a, b) => reachOf(a) - reachOf(b));
for (const fault of todo) {
  const digest = digestOfFault(fault);
  const known = matrix.rows[fault.id];
  const before = known?.digest === digest && hasGrownSince(known) ? known : undefined;
  if (before?.catalogue === version) continue;
  matrix.rows[fault.id] = { ...(await tryOut(fault, before)), digest, catalogue: version };
  writeMatrix(matrix);
}
process.exit();

/** Nobody knows any more what became of a requirement that is gone. */
function hasGrownSince({ catalogue: then }: Row): boolean {
  return matrix.catalogues[then]?.every((id) => ids.includes(id)) ?? false;
}

function isWanted(id: string): boolean {
  return wanted.length === 0 || wanted.includes(areaOf(id)) || wanted.includes(id);
}

/** @param before what was found on an older catalogue */
async function tryOut(fault: Fault, before: Row | undefined): Promise<Omit<Row, 'digest' | 'catalogue'>> {
  const old = before === undefined ? [] : (matrix.catalogues[before.catalogue] ?? []);
  const added = catalogue.filter(({ id }) => !old.includes(id));
  const reached = reachedBy(fault, added, reach);
  const results = reached.length === 0 ? [] : await runOn(fault, reached);
  const complaints = judgeFault(fault, results).filter((text) => !isOfBefore(text, old));
  process.stderr.write(
    [`${complaints.length === 0 ? '✓' : '✗'} ${fault.id} (${results.length})`, ...complaints, ''].join('\n'),
  );
  if (complaints.length > 0) process.exitCode = 1;
  const ran = results.map(({ id }) => id);
  const spared = added.flatMap(({ id }) => (ran.includes(id) ? [] : (reach.get(id)?.result ?? [])));
  const all = [...results, ...spared];
  const count = (...statuses: string[]) => all.filter(({ status }) => statuses.includes(status)).length;
  return {
    failed: [
      ...(before?.failed.filter((id) => ids.includes(id)) ?? []),
      ...all.filter(({ status }) => status === 'failed').map(({ id }) => id),
    ],
    passed: (before?.passed ?? 0) + count('passed'),
    notRun: (before?.notRun ?? 0) + count('not-applicable', 'skipped'),
    ran: (before?.ran ?? 0) + results.length,
  };
}

/** That what was run before did not run again is no complaint. */
function isOfBefore(complaint: string, old: readonly string[]): boolean {
  return old.some((id) => complaint === `${id} does not find it: it did not run`);
}

async function runOn(fault: Fault, selected: readonly Registered[]): Promise<Result[]> {
  let results = await tryOnce(fault, selected);
  for (let tries = 1; tries < TRIES; tries++) {
    const unforeseen = results.filter((result) => isUnforeseen(fault, result)).map(({ id }) => id);
    if (unforeseen.length === 0) break;
    const again = await tryOnce(
      fault,
      selected.filter(({ id }) => unforeseen.includes(id)),
    );
    results = results.map((result) => again.find(({ id }) => id === result.id) ?? result);
  }
  return results;
}

function isUnforeseen(fault: Fault, result: Result): boolean {
  return judgeFault(fault, [result]).some(
    (text) => text.startsWith(`${result.id} fails too`) || text.startsWith(`${result.id}:`),
  );
}

async function tryOnce(fault: Fault, selected: readonly Registered[]): Promise<Result[]> {
  const { driver: like, kubelet } = fault;
  const { results } = await withDir(
    ({ path }) => {
      const directory = makeFaultyDriver(fault, path);
      return runDriver({ directory, like, catalogue, selected, ...(kubelet && { kubelet }) });
    },
    { unsafeCleanup: true, prefix: 'flexcert-fault-' },
  );
  return results;
}
