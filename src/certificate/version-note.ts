import { visibleText } from '../record/visible.ts';
import type { Vendor } from './vendor.ts';

/**
 * What to say of a driver that tells another version than its vendor: perhaps not the build that was meant.
 * @param source of the vendor's words, for the message
 */
export function versionNote(
  told: string | undefined,
  { version }: Pick<Vendor, 'version'>,
  source: string,
): string | undefined {
  if (told === undefined || told === version) return undefined;
  return `the driver tells version ${visibleText(told)}, and ${source} says ${version}: the certificate names both`;
}
