import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { describe, expect, it, vi } from 'vitest';
import type { PluginEvent } from '../../src/kubelet/discovery/plugin-event.ts';
import { watchPluginDirectory } from '../../src/kubelet/watch.ts';

/** Runs a story beside a watch; `sees` waits for an event, in whatever company. */
async function watching(
  before: (at: (name: string) => string) => void,
  story: (
    at: (name: string) => string,
    sees: (event: string) => Promise<void>,
    seen: string[],
  ) => Promise<void>,
): Promise<void> {
  await withDir(
    async ({ path }) => {
      const at = (name: string): string => join(path, 'exec', name);
      mkdirSync(at(''), { recursive: true });
      before(at);
      const seen: string[] = [];
      const watch = watchPluginDirectory(at(''), ({ change, path: name }: PluginEvent) =>
        seen.push(`${change} ${name}`),
      );
      const sees = (event: string): Promise<void> =>
        vi.waitFor(() => expect(seen).toContain(event), { timeout: 5000, interval: 5 });
      try {
        await story(at, sees, seen);
      } finally {
        watch.close();
      }
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );
}

function lay(at: (name: string) => string): void {
  mkdirSync(at('v~good'));
  writeFileSync(at('v~good/good'), '');
}

describe('the watch of the plugin directory', () => {
  it('sees a driver come, change and go', () =>
    watching(
      () => {},
      async (at, sees, seen) => {
        mkdirSync(at('v~good'));
        await sees('created v~good');
        writeFileSync(at('v~good/good'), 'x');
        await sees('created v~good/good');
        seen.length = 0;
        writeFileSync(at('v~good/good'), 'y');
        await sees('written v~good/good');
        chmodSync(at('v~good/good'), 0o700);
        await sees('mode-changed v~good/good');
        unlinkSync(at('v~good/good'));
        await sees('removed v~good/good');
        rmSync(at('v~good'), { recursive: true });
        await sees('removed v~good');
      },
    ));

  it('tells a rename from a removal, of the executable and of the directory', () =>
    watching(lay, async (at, sees, seen) => {
      renameSync(at('v~good/good'), at('../elsewhere'));
      await sees('renamed-away v~good/good');
      renameSync(at('../elsewhere'), at('v~good/good'));
      await sees('created v~good/good');
      renameSync(at('v~good'), at('../gone'));
      await sees('renamed-away v~good');
      expect(seen.some((event) => event.startsWith('removed'))).toBe(false);
    }));

  it('sees an installation by rename, and what then changes in it', () =>
    watching(
      (at) => {
        mkdirSync(at('../new/lib'), { recursive: true });
        writeFileSync(at('../new/good'), '');
      },
      async (at, sees) => {
        renameSync(at('../new'), at('v~good'));
        await sees('created v~good');
        writeFileSync(at('v~good/lib/file'), '');
        await sees('created v~good/lib/file');
        writeFileSync(at('v~good/.next'), '#!');
        renameSync(at('v~good/.next'), at('v~good/good'));
        await sees('created v~good/good');
        unlinkSync(at('v~good/good'));
        await sees('removed v~good/good');
      },
    ));

  it('sees symlinks and plain files, and does not look through symlinks', () =>
    watching(
      (at) => {
        mkdirSync(at('../real'));
        writeFileSync(at('../real/good'), '');
      },
      async (at, sees, seen) => {
        symlinkSync(at('../real'), at('v~link'));
        await sees('created v~link');
        writeFileSync(at('../real/good'), 'changed');
        writeFileSync(at('plain'), '');
        await sees('created plain');
        expect(seen.filter((event) => event.includes('good'))).toEqual([]);
        unlinkSync(at('v~link'));
        await sees('removed v~link');
      },
    ));

  it('makes the plugin directory again when it is removed, and goes on', () =>
    watching(lay, async (at, sees) => {
      rmSync(at(''), { recursive: true });
      await sees('removed ');
      lay(at);
      await sees('created v~good');
    }));

  it('keeps no descriptor when it is closed', async () => {
    const before = readdirSync('/proc/self/fd').length;
    for (let i = 0; i < 20; i++) await watching(lay, async () => {});
    // The inotify instance of Node itself may have come.
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before + 2);
  });
});
