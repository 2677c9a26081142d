import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';

const hook = fileURLToPath(new URL('./strip-types.mjs', import.meta.url));
const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--mount-proc', '--kill-child'];

/**
 * Runs a program of ours in mount and PID namespaces of its own, so that whatever it mounts or starts ends with it, and
 * answers what it told (`tell` of ./inside.ts). Needs root.
 * @param input what `input()` gives the program; JSON
 */
export async function inMountNamespace<T>(program: URL, input: unknown = null): Promise<T> {
  return withDir(
    async ({ path }) => {
      const { stdio } = await execa(
        'unshare',
        [...namespaces, process.execPath, '--import', hook, fileURLToPath(program)],
        {
          stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
          env: { FLEXCERT_TEST_SCRATCH: path, FLEXCERT_TEST_INPUT: JSON.stringify(input) },
        },
      );
      return JSON.parse(String(stdio[3])) as T;
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );
}
