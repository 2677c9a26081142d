import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOnHost } from './cell-process.ts';
import { giveBackLedger } from './clean.ts';
import { ledgerName } from './ledger.ts';
import { readLedger } from './ledger-file.ts';
import { ownIdentity } from './process-identity.ts';
import { runLedger } from './run-ledger.ts';
import { boundProcesses, type CellRequest, processLimitReached, type RunningCell } from './running-cell.ts';
import { statePart } from './state-directory.ts';
import type { CellPaths, Leak } from './types.ts';

/**
 * Starts a program on the host itself, for drivers that have to see it. The kubelet's directories are
 * scratch directories of the run: a kubelet that works on this machine is never touched. The ledger alone
 * does the cleaning up, and what a driver does elsewhere on the host stays.
 */
export function startHostCell(request: CellRequest): RunningCell {
  const directory = join(statePart('cells'), request.id);
  const directoryClaim = runLedger().add({ kind: 'directory', path: directory });
  const paths: CellPaths = {
    kubeletRoot: join(directory, 'kubelet'),
    pluginDirectory: join(directory, 'exec'),
    fixtures: join(directory, 'fixtures'),
  };
  for (const path of Object.values(paths)) mkdirSync(path, { recursive: true, mode: 0o755 });
  const ledgerPath = join(statePart('ledgers'), ledgerName());
  const bound = boundProcesses(request);
  const cell = startOnHost(request.command, request.onLine);
  if (bound !== undefined && cell.pid !== undefined) writeFileSync(bound.procs, String(cell.pid));
  return {
    process: cell,
    surroundings: {
      isolation: 'none',
      paths,
      layers: {},
      behind: [],
      ledger: { path: ledgerPath, parent: ownIdentity() },
    },
    release: async () => {
      const limitsReached = processLimitReached(bound, request.limits);
      const found: (Leak | undefined)[] = [await bound?.claim.giveBack()];
      const made = readLedger(ledgerPath);
      if (made !== undefined) found.push(...(await giveBackLedger(ledgerPath, made.entries)).leaks);
      found.push(await directoryClaim.giveBack());
      return { limitsReached, reclaimed: [], leaks: found.filter((leak) => leak !== undefined) };
    },
  };
}
