import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A machine that looks like this one, in which a test may write wherever it likes. */
export interface Container {
  /** Its /shared, which stays. */
  shared: string;
  /** Types a script there; every time anew but for /shared. */
  run(
    script: readonly string[],
    env?: Record<string, string>,
  ): Promise<{ stdout: string; stderr: string; exitCode?: number }>;
  remove(): void;
}

/** @param withoutNode no Node.js is to be found in it */
export function makeContainer({ withoutNode = false } = {}): Container {
  const dir = mkdtempSync(join(tmpdir(), 'flexcert-container-'));
  const shared = join(dir, 'shared');
  mkdirSync(shared);
  mkdirSync(join(dir, 'layer'));
  return {
    shared,
    run: (script, env = {}) =>
      execa('unshare', ['--mount', 'sh', join(root, 'test/support/container.sh'), dir, script.join('\n')], {
        reject: false,
        stdin: 'ignore',
        env: { NO_COLOR: '1', ...env, ...(withoutNode ? { WITHOUT_NODE: '1' } : {}) },
      }),
    remove: () => rmSync(dir, { recursive: true }),
  };
}

/** Lines of a script that put the built flexcert into PATH, as an image has it. */
export function flexcertInPath(): string[] {
  const line = `exec ${process.execPath} ${root}dist/src/cli/main.js "$@"`;
  return [
    `printf '#!/bin/sh\\n%s\\n' '${line}' >/usr/local/bin/flexcert`,
    'chmod 0755 /usr/local/bin/flexcert',
  ];
}
