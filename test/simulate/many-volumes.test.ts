import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/simulate/play.ts';
import { needs } from '../support/needs.ts';
import { podList } from '../support/pods.ts';

const program = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
/** More than are all looked at after every step. */
const PODS = 130;

const DRIVER = `#!/bin/sh
case $1 in
init) echo '{"status":"Success","capabilities":{"attach":true}}' ;;
attach | waitforattach) echo '{"status":"Success","device":"/dev/null"}' ;;
mountdevice) mount -n -t tmpfs device "$2"; echo '{"status":"Success"}' ;;
mount) mount -n --bind -o ro "\${2%/pods/*}/plugins/kubernetes.io/flexvolume/example.com/many/mounts/\${2##*/}" "$2"; echo '{"status":"Success"}' ;;
unmount | unmountdevice) umount -n "$2"; echo '{"status":"Success"}' ;;
detach) echo '{"status":"Success"}' ;;
*) echo '{"status":"Not supported"}'; exit 1 ;;
esac
`;

describe('many volumes', () => {
  it('are told after each step as few are', async (context) => {
    needs(context, 'root');
    const steps = await withDir(
      async ({ path }) => {
        await writeFile(join(path, 'many'), DRIVER, { mode: 0o755 });
        await writeFile(join(path, 'pods.json'), JSON.stringify(podList(PODS, 'example.com/many')));
        const json = { file: join(path, 'steps.json') };
        await execa(
          process.execPath,
          [program, 'simulate', join(path, 'pods.json'), '--driver', join(path, 'many'), '--json'],
          { stdout: json },
        );
        return (JSON.parse(await readFile(json.file, 'utf8')) as { steps: StepResult[] }).steps;
      },
      { unsafeCleanup: true, prefix: 'flexcert-many-' },
    );
    expect(steps).toHaveLength(2 * PODS);
    for (const [index, step] of steps.entries()) {
      const there = index < PODS ? index + 1 : 2 * PODS - index - 1;
      const ours = step.directories.filter((path) => path.includes('/mounts/data-')).length;
      expect({
        index,
        error: step.error,
        mounts: step.mounts.length,
        readOnly: step.readOnlyMounts.length,
        owners: step.owners.length,
        devices: ours,
      }).toEqual({
        index,
        error: undefined,
        mounts: 2 * there,
        readOnly: there,
        owners: 2 * there,
        devices: there,
      });
    }
  }, 120_000);
});
