import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { HOME, SHIM_MARK } from './shim-script.ts';

/** Where things lie while a driver is recorded. */
export interface Home {
  /** `<plugin directory>/<vendor~driver>`. */
  directory: string;
  /** Its name. */
  vendorDriver: string;
  /** Base name of the executable. */
  name: string;
  /** The executable that a kubelet calls: the driver, or the shim in its place. */
  executable: string;
  /** The dot directory beside it. */
  home: string;
  /** The driver in there, under its own base name. */
  moved: string;
  /** What stood in the shim's place, as it was: to be put back. */
  original: string;
  /** What was installed, for `remove` and `show`. */
  note: string;
}

/**
 * @param given a `<vendor~driver>` directory, or the executable in it
 * @throws UsageError when it is neither
 */
export function homeOf(given: string): Home {
  const path = resolve(given);
  const directory = isDirectory(path) ? path : dirname(path);
  const vendorDriver = basename(directory);
  const name = vendorDriver.slice(vendorDriver.lastIndexOf('~') + 1);
  if (!isDirectory(directory) || (path !== directory && basename(path) !== name)) {
    throw new UsageError(
      `${given} is no directory of a driver. Name <plugin directory>/<vendor~driver>, such as /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas`,
    );
  }
  const home = join(directory, HOME);
  return {
    directory,
    vendorDriver,
    name,
    executable: join(directory, name),
    home,
    moved: join(home, name),
    original: join(home, '.original'),
    note: join(home, '.record.json'),
  };
}

/** Whether a file is a shim of ours. */
export function isShim(path: string): boolean {
  try {
    return readFileSync(path).subarray(0, 400).toString('latin1').includes(SHIM_MARK.slice(2));
  } catch {
    return false;
  }
}

/** What `record install` remembers. */
export interface Note {
  trace: string;
  installedAt: string;
}

export function readNote(home: Home): Note | undefined {
  try {
    return JSON.parse(readFileSync(home.note, 'utf8')) as Note;
  } catch {
    return undefined;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
