import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'vitest';

/**
 * Skips a test on a machine that lacks something, with the reason, so that CI can tell a skip from a pass.
 * @param what `root`, or names of executables such as `mkfs.xfs`
 */
export function needs(context: TestContext, ...what: readonly string[]): void {
  const reason = lacks(...what);
  context.skip(reason !== '', reason);
}

/**
 * The same for whole suites: `describe.skipIf(reason !== '')`, with the reason in the title.
 * @returns '' when nothing is lacking
 */
export function lacks(...what: readonly string[]): string {
  const lacking = what.filter((one) => (one === 'root' ? process.getuid?.() !== 0 : !isInPath(one)));
  return lacking.length === 0 ? '' : `needs ${lacking.join(', ')}`;
}

function isInPath(executable: string): boolean {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return directories.some((directory) => isExecutable(join(directory, executable)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
