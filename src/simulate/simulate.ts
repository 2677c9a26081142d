import { HarnessError } from '../errors.ts';
import { openCell } from '../sandbox/cell.ts';
import type { CellInput } from './cell-input.ts';
import type { StoryEvent } from './story-event.ts';

const PROGRAM = new URL('./cell-program.ts', import.meta.url);
/** Of real time: waiting takes none, so that only a driver's own time counts. */
const WALL_MS = 60 * 60_000;
/** Of a program's last words. */
const TOLD_BYTES = 2000;

export interface SimulateOptions extends CellInput {
  signal: AbortSignal;
  onEvent: (event: StoryEvent) => void;
}

/**
 * Plays a scenario in a cell of its own: what is mounted there is seen by nobody else, and gone afterwards.
 * @throws HarnessError when the cell cannot be made, or ended before the scenario did
 */
export async function simulate({ signal, onEvent, ...input }: SimulateOptions): Promise<void> {
  const end = await openCell({
    program: PROGRAM,
    input,
    signal,
    limits: { wallMs: WALL_MS },
    visible: input.driver === undefined ? [] : [input.driver.path],
    onMessage: (message) => onEvent(message as StoryEvent),
  });
  if (end.endedBy === 'aborted' || end.exit.code === 0) return;
  const why = [
    end.exit.signal === undefined ? `exit code ${end.exit.code}` : `signal ${end.exit.signal}`,
    ...end.limitsReached,
    end.output.trim().slice(-TOLD_BYTES),
  ].filter((part) => part !== '');
  throw new HarnessError(`the cell in which the scenario was played ended too soon: ${why.join('; ')}`);
}
