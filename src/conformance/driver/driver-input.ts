import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { directoryName, driverName, executableName } from '../../kubelet/paths.ts';
import { executionFault } from './executable.ts';

/** The driver that is to be certified, as it lies on the disk. */
export interface DriverInput {
  /** `vendor/driver`. */
  name: string;
  /** Absolute path as it was given: the executable, or its directory, which then comes along whole. */
  path: string;
  kind: 'executable' | 'directory';
  /** Absolute path of the executable. */
  executable: string;
}

/** Vendor of a driver that is given without one. */
const NO_VENDOR = 'flexcert.test';

/**
 * Looks at what was given as `<driver>`.
 *
 * @param name `vendor/driver` where `--name` gives one
 * @param env the environment of the driver's calls
 * @throws UsageError with the cause and the next step when a kubelet could never run it
 */
export function readDriverInput(
  given: string,
  name: string | undefined,
  env: Readonly<Record<string, string>>,
): DriverInput {
  const path = resolve(given);
  const stats = statOf(path);
  const input = stats.isDirectory() ? ofDirectory(path, name) : ofFile(path, name, stats);
  const fault = executionFault(input.executable, (env.PATH ?? '').split(':'));
  if (fault !== undefined) throw new UsageError(fault);
  return input;
}

function ofFile(path: string, name: string | undefined, stats: Stats): DriverInput {
  if (!stats.isFile())
    throw new UsageError(`${path} is neither a file nor a directory. Give the driver's executable`);
  if (name === undefined && basename(path).includes('~')) {
    throw new UsageError(
      `"~" in the name of ${path} reads as "/" to a kubelet. Say its name: --name vendor/driver`,
    );
  }
  return { kind: 'executable', path, executable: path, name: name ?? `${NO_VENDOR}/${basename(path)}` };
}

function ofDirectory(path: string, name: string | undefined): DriverInput {
  const directory = name === undefined ? basename(path) : directoryName(name);
  if (!/^[^~.][^~]*(~[^~]+)+$/.test(directory)) {
    throw new UsageError(
      `the directory ${path} is not named <vendor~driver>, so a kubelet would take it for a driver "${driverName(directory)}". Rename it, for example to ${NO_VENDOR}~${directory}, or give the executable in it`,
    );
  }
  const executable = join(path, executableName(directory));
  let stats: Stats | undefined;
  try {
    stats = statSync(executable);
  } catch {
    // Told below, together with what there is instead.
  }
  if (stats?.isFile()) return { kind: 'directory', path, executable, name: driverName(directory) };
  const files = readdirSync(path);
  const instead = files.length === 0 ? 'it is empty' : `it holds ${files.slice(0, 5).join(', ')}`;
  throw new UsageError(
    `${path} must hold the executable "${executableName(directory)}", as its name says; ${instead}. Rename the executable, without an extension`,
  );
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cause = code === 'ENOENT' ? 'there is no such file or directory' : (error as Error).message;
    throw new UsageError(
      `no driver at ${path}: ${cause}. Give the path of an executable or of a <vendor~driver> directory`,
    );
  }
}
