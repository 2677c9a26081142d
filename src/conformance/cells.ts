import { HarnessError } from '../errors.ts';
import { DEFAULT_CAPABILITIES } from '../kubelet/capabilities.ts';
import { type Attempt, Collected } from './collect.ts';
import type { Settings } from './config/settings.ts';
import type { DriverInput } from './driver/driver-input.ts';
import type { DriverFacts } from './facts.ts';
import { keepPiece } from './kept.ts';
import type { CellEnd, CellInput, CellMessage } from './messages.ts';
import type { Registered } from './registry.ts';

/** Opens a cell, runs our program in it until it ends or a limit is reached, and passes on what it sends. */
export type OpenCell = (job: {
  input: CellInput;
  limitMs: number;
  signal: AbortSignal;
  onMessage: (message: CellMessage) => void;
}) => Promise<CellEnd>;

/** The cells of one run. */
export interface Cells {
  probe(release: string): Promise<DriverFacts>;
  try(requirement: Registered, release: string, facts: DriverFacts): Promise<Attempt>;
}

/** How many calls a probe makes at most, for its limit. */
const PROBE_CALLS = 12;

export function cellsOf(open: OpenCell, driver: DriverInput, settings: Settings, signal: AbortSignal): Cells {
  const { volumes, fixtures, env, timeouts, limits, stateDirs } = settings;
  const common = {
    source: { path: driver.path, kind: driver.kind },
    name: driver.name,
    keep: settings.keep,
    settings: { volumes, fixtures, env, timeouts, limits, stateDirs },
  };
  return {
    probe: async (release) => {
      const collected = new Collected();
      let facts: DriverFacts | undefined;
      const end = await open({
        input: { ...common, task: { kind: 'probe' }, release },
        limitMs: timeouts.requirement + PROBE_CALLS * timeouts.call,
        signal,
        onMessage: (message) => {
          collected.take(message);
          if (message.kind === 'probed') facts = message.facts;
        },
      });
      return facts ?? withoutAnswer(driver.name, collected.judge(end, timeouts.requirement), end);
    },
    try: async (requirement, release, facts) => {
      const collected = new Collected();
      const limitMs = requirement.timeoutMs ?? timeouts.requirement;
      const { id, module } = requirement;
      const task = { kind: 'requirement', id, module } as const;
      try {
        const end = await open({
          input: { ...common, task, release, facts },
          limitMs,
          signal,
          onMessage: (message) => {
            collected.take(message);
            if (message.kind === 'kept') keepPiece(settings.output, id, release, message.piece);
          },
        });
        return collected.judge(end, limitMs);
      } catch (error) {
        // One cell that cannot be made takes none of the others' results along.
        if (!(error instanceof HarnessError)) throw error;
        return { status: 'error', message: error.message, notes: [], calls: [], leaks: [] };
      }
    },
  };
}

/** A driver that ends whoever calls it has no facts; a cell that ends by itself is our trouble. */
function withoutAnswer(name: string, { status, message }: Attempt, end: CellEnd): DriverFacts {
  if (status !== 'failed') {
    throw new HarnessError(`the driver could not be probed: ${message ?? end.detail}`);
  }
  return {
    name,
    capabilities: DEFAULT_CAPABILITIES,
    initError: message ?? end.detail,
    commands: [],
    uncalled: [],
  };
}
