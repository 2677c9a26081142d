import { spawnSync } from 'node:child_process';

/**
 * Milliseconds of processor time that a program and its children took: unlike the time on the wall it hardly
 * depends on what else the machine does.
 */
export function cpuTime(file: string, ...args: string[]): number {
  const timed = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%3U %3S"; time "$@" >/dev/null', 'bash', file, ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    },
  );
  const [user = Number.NaN, system = Number.NaN] = timed.stderr.trim().split(/\s+/).slice(-2).map(Number);
  return (user + system) * 1000;
}

/** Medians of each measurement, made in turn so that a noisy machine is noisy to all of them. */
export function mediansInTurn<Name extends string>(
  rounds: number,
  measured: Readonly<Record<Name, () => number>>,
): Record<Name, number> {
  const names = Object.keys(measured) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times.get(name)?.push(measured[name]());
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}
