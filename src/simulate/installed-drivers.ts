import { chmodSync, copyFileSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { executablePath } from '../kubelet/paths.ts';

/**
 * The executables in the plugin directory, and what steps do to them. A driver may have deleted itself or its directory, so
 * what is not there is passed over.
 */
export class InstalledDrivers {
  readonly #pluginDirectory: string;
  readonly #executables: readonly string[];

  constructor(pluginDirectory: string, drivers: readonly string[]) {
    this.#pluginDirectory = pluginDirectory;
    this.#executables = drivers.map((driver) => executablePath(pluginDirectory, driver));
  }

  /** Renamed out of the plugin directory. */
  remove(): void {
    for (const [index, path] of this.#executables.entries()) move(path, this.#aside(index));
  }

  restore(): void {
    for (const [index, path] of this.#executables.entries()) move(this.#aside(index), path);
  }

  unlink(): void {
    for (const path of this.#executables) whereThere(() => rmSync(path));
  }

  touch(): void {
    const now = new Date();
    for (const path of this.#executables) whereThere(() => utimesSync(path, now, now));
  }

  /** Installs a copy of the driver under another name, in a directory that is there already. */
  installCopy(driver: string): void {
    const [first] = this.#executables;
    if (first === undefined) return;
    const copy = executablePath(this.#pluginDirectory, driver);
    whereThere(() => {
      copyFileSync(first, copy);
      chmodSync(copy, 0o755);
    });
  }

  #aside(index: number): string {
    return `${this.#pluginDirectory}-aside-${index}`;
  }
}

function move(from: string, to: string): void {
  whereThere(() => renameSync(from, to));
}

function whereThere(act: () => void): void {
  try {
    act();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'ENOTDIR'].includes(code)) throw error;
  }
}
