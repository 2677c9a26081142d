import { UsageError } from '../errors.ts';
import { concludeAnswer } from './answer.ts';
import { marshalStatus } from './json/marshal-status.ts';
import type { Profile } from './profile.ts';

/**
 * One case of `explain --jsonl`, a line of the recordings' form: what the driver said and how it ended.
 * @param line `{"id","command","stdout"|"stdout_b64","stderr","exit"}`; outputs left out are empty, exit
 *   left out is 0, other keys are ignored.
 * @returns `{"id","outcome","error"?,"status"?}` without a newline; the status of a success alone, since
 *   the kubelet throws away any other.
 * @throws UsageError saying what is wrong with the line.
 */
export function concludeLine(line: string, profile: Profile): string {
  const { id, command, output, exit } = parseCase(line);
  const { outcome, error, status } = concludeAnswer({ command, output, exit: { code: exit }, profile });
  const members = [
    ...(id === undefined ? [] : [`"id":${JSON.stringify(id)}`]),
    `"outcome":"${outcome}"`,
    ...(error === undefined ? [] : [`"error":${JSON.stringify(error)}`]),
    ...(outcome !== 'success' || status === undefined ? [] : [`"status":${marshalStatus(status, profile)}`]),
  ];
  return `{${members.join(',')}}`;
}

function parseCase(line: string): { id: unknown; command: string; output: Buffer; exit: number } {
  const given = parseObject(line);
  const { id, exit = 0 } = given;
  const command = text(given, 'command');
  if (command === undefined) throw new UsageError('"command" is missing, such as "mount"');
  if (typeof exit !== 'number' || !Number.isInteger(exit)) {
    throw new UsageError(`"exit" must be an exit code, not ${JSON.stringify(exit)}`);
  }
  const base64 = text(given, 'stdout_b64');
  const stdout = base64 === undefined ? Buffer.from(text(given, 'stdout') ?? '') : decodeBase64(base64);
  return { id, command, output: Buffer.concat([stdout, Buffer.from(text(given, 'stderr') ?? '')]), exit };
}

function parseObject(line: string): Record<string, unknown> {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch (cause) {
    throw new UsageError(`it is no JSON: ${(cause as Error).message}`);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new UsageError('it must be a JSON object with "command" and "stdout"');
  }
  return given as Record<string, unknown>;
}

function text(given: Record<string, unknown>, key: string): string | undefined {
  const value = given[key] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw new UsageError(`"${key}" must be a string`);
  return value;
}

/** Node skips what is no base64; a case cut short should be told instead. */
function decodeBase64(base64: string): Buffer {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    throw new UsageError('"stdout_b64" is no base64');
  }
  return Buffer.from(base64, 'base64');
}
