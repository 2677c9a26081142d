import { UsageError } from '../../errors.ts';

/** The newest release that was measured. */
export const DEFAULT_RELEASE = '1.32';
/** The newest release that the table knows. */
export const NEWEST = '1.36';
/** Releases whose real volume manager, plugin and prober were recorded (1.20.2 and 1.32.10). */
export const MEASURED_RELEASES = ['1.20', '1.32'] as const;

const OLDEST_MINOR = 2;
const NEWEST_MINOR = 36;
/** A release line without a patch number means its last patch. */
const LAST_PATCH = 999;

/** Every release line that `--kubelet` takes: `1.2` ... `1.36`. */
export const KNOWN_RELEASES: readonly string[] = Array.from(
  { length: NEWEST_MINOR - OLDEST_MINOR + 1 },
  (_, index) => `1.${OLDEST_MINOR + index}`,
);

/** A release as a number that grows with the releases, so that two can be compared. */
export type Ordinal = number;

/**
 * @param release `1.20`, `1.20.2` or `v1.20.2`; without a patch number the last patch of that line.
 * @throws UsageError for anything that is no release of the table.
 */
export function releaseOrdinal(release: string): Ordinal {
  const parts = /^v?1\.([1-9]\d?)(?:\.(\d{1,3}))?$/.exec(release);
  const minor = Number(parts?.[1]);
  if (parts === null || minor < OLDEST_MINOR || minor > NEWEST_MINOR) {
    throw new UsageError(
      `kubelet release "${release}" is not known. Known are ${KNOWN_RELEASES[0]} to ${NEWEST} (for example ${MEASURED_RELEASES.join(' or ')}, which were measured), with or without a patch number such as 1.6.3`,
    );
  }
  return ordinal(minor, parts[2] === undefined ? LAST_PATCH : Number(parts[2]));
}

/** The first patch of a release line, or the patch named: where a switch of the table changes. */
export function changeOrdinal(from: string): Ordinal {
  const [, minor, patch] = from.split('.');
  return ordinal(Number(minor), Number(patch ?? 0));
}

/** `1.20` for `1.20.2` and for `v1.20`. */
export function releaseLine(release: string): string {
  return `1.${Math.floor(releaseOrdinal(release) / 1000)}`;
}

function ordinal(minor: number, patch: number): Ordinal {
  return minor * 1000 + Math.min(patch, LAST_PATCH);
}
