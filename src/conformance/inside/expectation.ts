import { visibleBytes } from '../../record/visible.ts';
import type { Call } from '../test-api/kubelet.ts';

/** How much a message shows of an argument and of an output; the record keeps all of it. */
const SHOWN_ARGUMENT = 160;
const SHOWN_OUTPUT = 400;

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

/** A call as a message shows it: what was called, how it ended, what it wrote. */
export function describeCall(call: Call): string {
  const argv = call.argv.map((argument) => quoted(shortened(argument, SHOWN_ARGUMENT))).join(' ');
  const wrote = visibleBytes(call.output.subarray(0, SHOWN_OUTPUT)).trimEnd().replaceAll('\n', '\n      ');
  const more = call.outputBytes > SHOWN_OUTPUT ? ` ... ${call.outputBytes} bytes in all` : '';
  return [
    `call: ${argv}`,
    `      ${howItEnded(call)}, wrote ${call.outputBytes === 0 ? 'nothing' : wrote + more}`,
  ].join('\n');
}

/**
 * `exit code 1`, and why reading stopped when it was not for the end of file. No times but those of a limit: the
 * same failure is told in the same words in every run; the call has its times.
 */
export function howItEnded({ exit, end, durationMs }: Call): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  if (exit.spawnError !== undefined) return `it could not be executed (${exit.spawnError})`;
  if (end === 'killed') return `it did not exit, and was killed after ${seconds}`;
  if (end === 'aborted') return `the run ended while it ran, after ${seconds}`;
  const how = exit.signal === undefined ? `exit code ${exit.code}` : `ended by signal ${exit.signal}`;
  if (end === 'held') {
    return `${how}, but another process kept its output open until we gave up after ${seconds}`;
  }
  return how;
}

/** As a shell would need it. */
export function quoted(argument: string): string {
  if (/^[\w@%+=:,./~-]+$/.test(argument)) return argument;
  return `'${visibleBytes(Buffer.from(argument)).replaceAll("'", "'\\''")}'`;
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}
