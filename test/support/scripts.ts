import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { afterAll } from 'vitest';

/** Makes files to execute in a directory that is removed after the tests of the file. */
export function scripts(): (text: string | Buffer, name?: string, mode?: number) => Promise<string> {
  let root: Promise<{ path: string; cleanup(): Promise<void> }> | undefined;
  let count = 0;
  afterAll(async () => (await root)?.cleanup());
  return async (text, name = 'driver', mode = 0o755) => {
    root ??= dir({ prefix: 'flexcert-test-', unsafeCleanup: true });
    const directory = join((await root).path, String(count++));
    const path = join(directory, name);
    await mkdir(directory);
    await writeFile(path, text);
    await chmod(path, mode);
    return path;
  };
}
