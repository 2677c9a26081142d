import { basename } from 'node:path';
import { afterAll, describe } from 'vitest';
import { prepareFromOptions } from '../api/prepare-from-options.ts';
import type { RunOptions } from '../api/run-options.ts';
import { sentenceOf } from '../report/words.ts';
import { DriverRun } from './driver-run.ts';
import { judge } from './judge.ts';
import { releaseTitle, testTitle } from './planned-tests.ts';
import { taggedTest } from './tagged-test.ts';

/** What `describeDriver` is told: as `run`, but for what has no meaning within a test file. */
export type DescribeDriverOptions = Omit<
  RunOptions,
  'driver' | 'signal' | 'keep' | 'output' | 'maxFailures'
> & {
  /** The driver's executable, or its `<vendor~driver>` directory, which comes along whole. */
  driver: string;
};

/**
 * Makes every requirement a vitest test, named by its id and sentence and tagged with its level. The requirements
 * run as `flexcert run` runs them, several at once, from the first test on; each test waits for its own result.
 * What vitest leaves out (`-t`, `--tagsFilter`, `.only`) does not run.
 *
 * A failing MUST fails with its message, the likely cause and all its calls. What does not apply or cannot run here
 * is skipped with the reason, and so is a failing SHOULD, unless `strict`, and a failing MAY.
 *
 * ```ts
 * import { describeDriver } from 'flexcert/vitest';
 *
 * describeDriver({ driver: './example.com~nas', volumes: [{ options: { image: '{{image}}' } }] });
 * ```
 */
export function describeDriver(options: DescribeDriverOptions): void {
  describe(options.name ?? basename(options.driver), async () => {
    const prepared = await prepareFromOptions(options);
    const run = new DriverRun(prepared);
    const { kubelet: releases } = prepared.settings;
    for (const release of releases) {
      const define = (): void => defineTests(run, release);
      if (releases.length === 1) define();
      else describe(releaseTitle(release), define);
    }
    afterAll(() => run.end(), 0);
  });
}

function defineTests(run: DriverRun, release: string): void {
  const { choice, settings } = run.prepared;
  for (const requirement of choice.selected) {
    const { id, level } = requirement;
    taggedTest(testTitle(id, sentenceOf(requirement)), level, async (context) => {
      judge(await run.resultOf(id, release, context), settings.strict, context);
    });
  }
}
