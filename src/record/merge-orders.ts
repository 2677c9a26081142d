/**
 * One order that agrees with all the given ones, as far as they agree with each other; where they leave it
 * open, what was met first comes first.
 */
export function mergeOrders(sequences: readonly (readonly string[])[]): string[] {
  const followers = new Map<string, Set<string>>();
  const waitingFor = new Map<string, number>();
  for (const item of sequences.flat()) {
    followers.set(item, followers.get(item) ?? new Set());
    waitingFor.set(item, 0);
  }
  for (const sequence of sequences) {
    for (const [index, item] of sequence.entries()) {
      const next = sequence[index + 1];
      if (next !== undefined && next !== item) followers.get(item)?.add(next);
    }
  }
  for (const next of followers.values()) {
    for (const item of next) waitingFor.set(item, (waitingFor.get(item) ?? 0) + 1);
  }
  const ready = [...waitingFor].filter(([, count]) => count === 0).map(([item]) => item);
  const merged: string[] = [];
  for (let item = ready.shift(); item !== undefined; item = ready.shift()) {
    merged.push(item);
    // In front of what is ready already: what belongs together in one sequence stays together.
    const freed: string[] = [];
    for (const next of followers.get(item) ?? []) {
      const count = (waitingFor.get(next) ?? 0) - 1;
      waitingFor.set(next, count);
      if (count === 0) freed.push(next);
    }
    ready.unshift(...freed);
  }
  // Only what contradicts itself is left over.
  const placed = new Set(merged);
  return [...merged, ...[...waitingFor.keys()].filter((item) => !placed.has(item))];
}
