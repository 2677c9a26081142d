import { chmodSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { expect, it, vi } from 'vitest';
import { callDriver } from '../../../src/kubelet/call.ts';
import { driverDirectories } from '../../../src/kubelet/discovery/driver-directories.ts';
import { LoadedDrivers } from '../../../src/kubelet/discovery/loaded-drivers.ts';
import { KubeletError } from '../../../src/kubelet/kubelet-error.ts';
import { driverName, executablePath } from '../../../src/kubelet/paths.ts';
import { profileFor } from '../../../src/kubelet/profile.ts';
import { watchPluginDirectory } from '../../../src/kubelet/watch.ts';

it('finds, keeps and forgets a real driver as it is installed, renamed and deleted', async () => {
  await withDir(
    async ({ path }) => {
      const directory = join(path, 'exec');
      let inits = 0;
      mkdirSync(directory);
      const drivers = new LoadedDrivers<boolean>({
        profile: profileFor('1.32'),
        list: () => driverDirectories(directory),
        now: Date.now,
        load: async (name) => {
          inits++;
          const executable = executablePath(directory, driverName(name));
          const { conclusion } = await callDriver({ executable, argv: ['init'], limitMs: 10_000 });
          if (conclusion.outcome !== 'success') throw new KubeletError(conclusion.error ?? '');
          return true;
        },
      });
      const watch = watchPluginDirectory(directory, (event) => drivers.notice(event));
      const noticed = (): Promise<void> => vi.waitFor(() => expect(drivers.isWaiting).toBe(true));
      expect(await drivers.find('v/nas')).toBeUndefined();

      mkdirSync(join(directory, '.install'));
      writeFileSync(join(directory, '.install/nas'), `#!/bin/sh\necho '{"status":"Success"}'\n`);
      chmodSync(join(directory, '.install/nas'), 0o755);
      renameSync(join(directory, '.install'), join(directory, 'v~nas'));
      await noticed();
      expect(await drivers.find('v/nas')).toBe(true);
      expect(inits).toBe(1);

      renameSync(join(directory, 'v~nas/nas'), join(path, 'nas'));
      await noticed();
      expect(await drivers.find('v/nas')).toBe(true);
      expect(inits).toBe(2);

      renameSync(join(path, 'nas'), join(directory, 'v~nas/nas'));
      await vi.waitFor(async () => {
        await drivers.find('v/nas');
        expect(drivers.isWaiting).toBe(false);
      });
      unlinkSync(join(directory, 'v~nas/nas'));
      await noticed();
      expect(await drivers.find('v/nas')).toBeUndefined();
      watch.close();
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );
});
