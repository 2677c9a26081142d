import { HarnessError, UsageError } from '../../errors.ts';
import { openCell } from '../../sandbox/cell.ts';
import type { Settings } from '../config/settings.ts';
import type { DriverInput } from '../driver/driver-input.ts';
import { withVisibleDriver } from '../driver/visible-driver.ts';
import type { ByHand, ByHandInput, ByHandMessage } from './messages.ts';

const PROGRAM = new URL('./program.ts', import.meta.url);
/** Calls on the way, for the cell's own limit. */
const MOST_CALLS = 12;

export interface ByHandRequest
  extends Pick<ByHandInput, 'command' | 'prepare' | 'trace' | 'node'>,
    Partial<Pick<ByHandInput, 'args' | 'device' | 'fsGroup'>> {
  driver: DriverInput;
  release: string;
  settings: Settings;
  signal: AbortSignal;
  /** Ends it at once. */
  hurry: AbortSignal;
}

/** Makes one call in a cell. @returns undefined when it was aborted; @throws HarnessError when it could not be made */
export function callByHand(request: ByHandRequest): Promise<ByHand | undefined> {
  return withVisibleDriver(request.driver, request.settings.isolation, (driver) =>
    callIn({ ...request, driver }),
  );
}

async function callIn(request: ByHandRequest): Promise<ByHand | undefined> {
  const { driver, settings, signal, hurry, ...rest } = request;
  let message: ByHandMessage | undefined;
  const end = await openCell({
    program: PROGRAM,
    isolation: settings.isolation,
    limits: { processes: settings.limits.processes, wallMs: MOST_CALLS * settings.timeouts.call },
    visible: [driver.path],
    input: { ...rest, source: { path: driver.path, kind: driver.kind }, name: driver.name, settings },
    signal,
    hurry,
    onMessage: (sent) => {
      message = sent as ByHandMessage;
    },
  });
  if (message?.kind === 'done') return message.result;
  if (message?.kind === 'trouble') {
    throw message.usage ? new UsageError(message.message) : new HarnessError(message.message);
  }
  if (end.endedBy === 'aborted') return undefined;
  if (end.endedBy === 'inside') return fatal(driver.executable);
  throw new HarnessError(
    `the call came to no end: ${[end.output.trim(), ...end.limitsReached].filter((text) => text !== '').join('; ')}`,
  );
}

/** A driver that kills whoever calls it. */
function fatal(executable: string): ByHand {
  const stuck = 'the driver ended the process that called it: it would have ended the kubelet';
  return { executable, before: [], stuck, mounted: [], unmounted: [], notes: [] };
}
