import type { TestContext } from 'vitest';

type Task = TestContext['task'];

/** `kubelet 1.20`, the name of what holds the tests of one release, where there are several. */
export const releaseTitle = (release: string): string => `kubelet ${release}`;

/** The name of a requirement's test: from it, its id can be read again. */
export const testTitle = (id: string, sentence: string): string => `${id}: ${sentence}`;

/**
 * What of a driver's tests vitest will run, whatever left out the rest: `-t`, `--tagsFilter`, `.only`.
 *
 * @param test one of them
 */
export function plannedTests(
  test: Task,
  releases: readonly string[],
): { ids: ReadonlySet<string>; releases: string[] } {
  if (releases.length === 1) return { ids: idsIn(test.suite), releases: [...releases] };
  const suites = (test.suite?.suite?.tasks ?? []).flatMap((task) => (task.type === 'suite' ? [task] : []));
  const running = suites.filter((suite) => idsIn(suite).size > 0);
  const names = running.map(({ name }) => name);
  return {
    ids: new Set(running.flatMap((suite) => [...idsIn(suite)])),
    releases: releases.filter((release) => names.includes(releaseTitle(release))),
  };
}

function idsIn(suite: Task['suite']): Set<string> {
  const tests = (suite?.tasks ?? []).filter(({ mode }) => mode !== 'skip' && mode !== 'todo');
  return new Set(tests.map(({ name }) => name.slice(0, name.indexOf(':'))));
}
