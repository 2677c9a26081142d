import { chmod, cp, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';

const dist = fileURLToPath(new URL('../../dist/src/', import.meta.url));
/** nobody and nogroup on Debian; which number it is does not matter. */
const USER = '65534';

/**
 * Runs an ES module as an ordinary user, beside a copy of our compiled `sandbox` and `fixtures`: the checkout may be
 * where only root can read. Takes root.
 * @returns what it printed, parsed as JSON
 */
export async function asUser<T>(source: string): Promise<T> {
  return withDir(
    async ({ path }) => {
      for (const part of ['sandbox', 'fixtures', 'errors.js']) {
        await cp(`${dist}${part}`, `${path}/${part}`, { recursive: true });
      }
      await writeFile(`${path}/package.json`, '{"type":"module"}');
      await writeFile(`${path}/program.js`, source);
      await execa('chmod', ['-R', 'a+rX', path]);
      await chmod(path, 0o755);
      const args = ['--reuid', USER, '--regid', USER, '--clear-groups', '--', process.execPath, 'program.js'];
      const { stdout } = await execa('setpriv', args, {
        cwd: path,
        env: { PATH: process.env.PATH, HOME: path },
        extendEnv: false,
      });
      return JSON.parse(stdout) as T;
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );
}
