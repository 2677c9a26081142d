import { type TestContext, type TestOptions, test } from 'vitest';
import type { Level } from '../record/schema.ts';

/**
 * A test with its level as a tag, where the vitest configuration has `tags: levelTags`. Where it has not, vitest
 * refuses tags: then the level is in the name alone, which `-t MUST` finds as well.
 */
export function taggedTest(name: string, level: Level, body: (context: TestContext) => Promise<void>): void {
  // The limits are the run's own: what takes too long is a result, with its cause.
  const options: TestOptions = { timeout: 0 };
  try {
    test(name, { ...options, tags: [level] }, body);
  } catch (error) {
    if (!/tag/.test((error as Error).message)) throw error;
    test(name, options, body);
  }
}
