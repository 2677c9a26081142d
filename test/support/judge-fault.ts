import type { Result } from '../../src/record/schema.ts';
import type { Fault } from './faulty-driver.ts';

/** What is wrong with the results of a driver that has that fault, in words; nothing when it was found as it says. */
export function judgeFault(fault: Fault, results: readonly Result[]): string[] {
  const failed = results.filter(({ status, level }) => status === 'failed' && level !== 'MAY');
  const patterns = Object.keys(fault.also);
  const expected = [...fault.breaks, ...patterns.filter((id) => !isBroad(id))];
  const missed = expected.filter((id) => !failed.some((one) => one.id === id));
  const others = failed.filter(
    ({ id }) =>
      !expected.includes(id) && !patterns.some((pattern) => isBroad(pattern) && matches(id, pattern)),
  );
  const vague = failed.filter(
    ({ id, message = '' }) =>
      fault.breaks.includes(id) && !message.toLowerCase().includes(fault.says.toLowerCase()),
  );
  return [
    ...missed.map((id) => `${id} does not find it: ${told(results.find((one) => one.id === id))}`),
    ...others.map((result) => `${result.id} fails too: ${told(result)}`),
    ...vague.map((result) => `${result.id} does not say "${fault.says}": ${told(result)}`),
    ...results.filter(({ status }) => status === 'error').map((result) => `${result.id}: ${told(result)}`),
  ];
}

/** `mount/*`, or `*`: what may fail too, all of it or a part. */
function isBroad(pattern: string): boolean {
  return pattern.endsWith('*');
}

function matches(id: string, pattern: string): boolean {
  return id.startsWith(pattern.slice(0, -1));
}

function told(result: Result | undefined): string {
  return result === undefined
    ? 'it did not run'
    : `${result.status}, ${result.message ?? 'without a message'}`;
}
