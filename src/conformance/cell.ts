import { dirname } from 'node:path';
import { openCell } from '../sandbox/cell.ts';
import type { CellEnd as SandboxEnd } from '../sandbox/types.ts';
import type { OpenCell } from './cells.ts';
import type { Settings } from './config/settings.ts';
import type { CellEnd, CellMessage } from './messages.ts';

const PROGRAM = new URL('./inside/program.ts', import.meta.url);
/** Of a program's last words. */
const TOLD_BYTES = 2000;

/** Opens cells as the settings have it. @param hurry kills them all at once */
export function openConformanceCell(
  { isolation, limits }: Pick<Settings, 'isolation' | 'limits'>,
  hurry?: AbortSignal,
): OpenCell {
  return async ({ input, limitMs, signal, onMessage }) => {
    const end = await openCell({
      program: PROGRAM,
      isolation,
      limits: { processes: limits.processes, wallMs: limitMs },
      visible: [
        input.source.path,
        ...(input.task.kind === 'requirement' ? [dirname(input.task.module)] : []),
      ],
      input,
      signal,
      ...(hurry === undefined ? {} : { hurry }),
      onMessage: (message) => onMessage(message as CellMessage),
    });
    return endOf(end);
  };
}

function endOf({ endedBy, exit, output, limitsReached, stuck }: SandboxEnd): CellEnd {
  const how = howItEnded(endedBy, exit);
  const exited = exit.signal === undefined ? `exit code ${exit.code}` : `signal ${exit.signal}`;
  const said = output.trim().slice(-TOLD_BYTES);
  const detail = [exited, ...limitsReached, ...(said === '' ? [] : [said])].join('; ');
  return { how, detail, limits: limitsReached, ...(stuck && { stuck }) };
}

function howItEnded(endedBy: SandboxEnd['endedBy'], exit: SandboxEnd['exit']): CellEnd['how'] {
  if (endedBy === 'aborted' || endedBy === 'limit') return endedBy;
  if (endedBy === 'inside' || endedBy === 'processes') return 'killed';
  return isDone(exit) ? 'done' : 'died';
}

function isDone({ code, signal }: SandboxEnd['exit']): boolean {
  return signal === undefined && code === 0;
}
