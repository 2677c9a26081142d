import type { Result } from '../record/schema.ts';

/** A result, and those of other releases that say the same. */
export type Alike = readonly [Result, ...Result[]];

/** The same outcome on several releases is told once, where it was first met. */
export function alike(results: readonly Result[]): Alike[] {
  const groups = new Map<string, [Result, ...Result[]]>();
  for (const result of results) {
    const { id, status, message, known, attempts, diagnosis } = result;
    const key = JSON.stringify([id, status, message, known, attempts, diagnosis]);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [result]);
    else found.push(result);
  }
  return [...groups.values()];
}

/** `1.20, 1.32`. */
export function releasesOf(same: Alike): string {
  return [...new Set(same.map(({ kubelet }) => kubelet))].join(', ');
}
