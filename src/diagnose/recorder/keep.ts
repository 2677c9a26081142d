import { chownSync, copyFileSync, linkSync, lstatSync, readlinkSync, symlinkSync, utimesSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Home } from './home.ts';

/**
 * Keeps the driver in the dot directory: as `.original`, the very file that stood there, and under its own
 * base name to be executed. The two are one file, unless it is a symbolic link, which would point elsewhere
 * from in there.
 */
export function keep(home: Home): void {
  linkOrCopy(home.executable, home.original);
  if (!lstatSync(home.executable).isSymbolicLink()) {
    linkOrCopy(home.original, home.moved);
    return;
  }
  const target = readlinkSync(home.executable);
  symlinkSync(isAbsolute(target) ? target : join('..', target), home.moved);
}

/** A hard link; on a filesystem that has none, a copy with the same owner, mode and times. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (
      !['EPERM', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(
        (error as NodeJS.ErrnoException).code ?? '',
      )
    )
      throw error;
    const stats = lstatSync(from);
    if (stats.isSymbolicLink()) {
      symlinkSync(readlinkSync(from), to);
      return;
    }
    copyFileSync(from, to);
    chownSync(to, stats.uid, stats.gid);
    utimesSync(to, stats.atime, stats.mtime);
  }
}
