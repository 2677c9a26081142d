/** What a version takes at most; more is no version. */
const LONGEST = 100;

/**
 * The driver's own version, if it tells it: FlexVolume has no word for it, but a kubelet reads over a field that it
 * does not know, so `version` in the answer to init does no harm.
 */
export function toldVersion(answer: string): string | undefined {
  let told: unknown;
  try {
    told = (JSON.parse(answer) as { version?: unknown } | null)?.version;
  } catch {
    return undefined;
  }
  if (typeof told !== 'string') return undefined;
  const version = told.trim();
  return version === '' || version.length > LONGEST ? undefined : version;
}
