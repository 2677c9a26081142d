import { visibleBytes } from '../../record/visible.ts';
import type { Call } from '../test-api/kubelet.ts';

/** How much of an output a message shows; the record keeps all of it. */
const SHOWN_BYTES = 2000;

/** An expectation that does not hold: the requirement has failed. */
export class ExpectationFailed extends Error {
  override readonly name = 'ExpectationFailed';
}

/** @throws ExpectationFailed always; its message is told as it stands in every report */
export function broken(expected: string, came: string, call?: Call): never {
  const lines = [`expected ${expected}`, `came ${came}`];
  if (call !== undefined) lines.push(describeCall(call));
  throw new ExpectationFailed(lines.join('\n'));
}

/** A call as a message shows it: what was called, what it wrote, how it ended, what the kubelet concludes. */
export function describeCall(call: Call): string {
  const { output, outputBytes, conclusion } = call;
  const shown = visibleBytes(output.subarray(0, SHOWN_BYTES)).trimEnd();
  const more = outputBytes > SHOWN_BYTES ? ` ... ${outputBytes} bytes in all` : '';
  return [
    `call: ${call.argv.map(quoted).join(' ')}`,
    `wrote: ${outputBytes === 0 ? 'nothing' : shown + more}`,
    `ended: ${howItEnded(call)}`,
    `kubelet: ${conclusion.outcome}${conclusion.error === undefined ? '' : `, ${conclusion.error}`}`,
  ].join('\n');
}

/** `exit code 1 after 12 ms`, and why reading stopped when it was not for the end of file. */
export function howItEnded({ exit, end, exitMs, durationMs }: Call): string {
  const ms = (value: number) => `${Math.round(value)} ms`;
  if (exit.spawnError !== undefined) return `it could not be executed (${exit.spawnError})`;
  if (end === 'killed') return `it did not exit, and was killed after ${ms(durationMs)}`;
  if (end === 'aborted') return `the run ended while it ran, after ${ms(durationMs)}`;
  const how = exit.signal === undefined ? `exit code ${exit.code}` : `by signal ${exit.signal}`;
  if (end === 'held') {
    return `${how} after ${ms(exitMs)}, but another process kept its output open until we gave up after ${ms(durationMs)}`;
  }
  return `${how} after ${ms(exitMs)}`;
}

/** As a shell would need it. */
export function quoted(argument: string): string {
  if (/^[\w@%+=:,./~-]+$/.test(argument)) return argument;
  return `'${visibleBytes(Buffer.from(argument)).replaceAll("'", "'\\''")}'`;
}
