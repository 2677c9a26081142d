import { exists } from '../../kubelet/disk/directories.ts';
import { looksMounted } from '../../kubelet/disk/looks-mounted.ts';
import type { MountEntry } from '../../kubelet/mount-table.ts';
import { isReadOnly } from '../../kubelet/mounts.ts';
import type { Profile } from '../../kubelet/profile.ts';
import type { Redactor } from '../../record/redaction.ts';
import type { SeenMount, Target } from './messages.ts';
import type { Trace } from './trace/trace.ts';

/** The mounts of one table that another does not have. */
export function newIn(table: readonly MountEntry[], other: readonly MountEntry[]): SeenMount[] {
  const known = new Set(other.map((entry) => entry.id));
  return table
    .filter((entry) => !known.has(entry.id))
    .map((entry) => ({
      path: entry.mountPoint,
      fsType: entry.fsType,
      source: entry.source,
      readOnly: isReadOnly(entry),
    }));
}

/** The directory that a call was about, as a kubelet of the profile finds it. */
export function lookAt(path: string, profile: Profile): Target {
  try {
    return exists(path)
      ? { path, exists: true, looksMounted: looksMounted(path, profile) }
      : { path, exists: false, looksMounted: false };
  } catch {
    // It is there, and whoever serves it is not.
    return { path, exists: true, looksMounted: true };
  }
}

/** What a driver hands on to its programs may be secret too. */
export function withoutSecrets(trace: Trace, secrets: Redactor): Trace {
  const programs = trace.programs.map((program) => ({
    ...program,
    argv: program.argv.map((argument) => secrets.text(argument)),
  }));
  return { ...trace, programs };
}
