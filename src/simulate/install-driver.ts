import { chmodSync, copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { directoryName, executablePath } from '../kubelet/paths.ts';

/** A driver to be played against. */
export interface DriverFiles {
  /** `vendor/driver`. */
  name: string;
  /** Absolute path: the executable alone, or its directory, which comes along whole. */
  path: string;
  kind: 'executable' | 'directory';
}

/** Copies a driver to where the kubelet looks for it. */
export function installDriver(driver: DriverFiles, pluginDirectory: string): void {
  if (driver.kind === 'directory') {
    const target = join(pluginDirectory, directoryName(driver.name));
    cpSync(driver.path, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    return;
  }
  const target = executablePath(pluginDirectory, driver.name);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(driver.path, target);
  chmodSync(target, 0o755);
}
