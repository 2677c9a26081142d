import { cpSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DriverInput } from '../conformance/driver/driver-input.ts';
import { HarnessError, UsageError } from '../errors.ts';
import { driverFiles } from '../record/driver-files.ts';

/**
 * A certificate has the driver beside it, so that one folder can be sent and verified. Nothing is ever removed
 * to make room for it: what lies there may be someone's only copy.
 *
 * @throws UsageError when other files are where it has to go
 */
export function checkDriverCopy(driver: DriverInput, output: string): void {
  const place = placeOf(driver, output);
  if (!existsSync(place) || isSame(driver, place)) return;
  if (isDeepStrictEqual(driverFiles(place), driverFiles(driver.path))) return;
  throw new UsageError(
    `${place} holds other files than the driver, and a copy of it goes there beside the certificate. Remove it, or name another folder: --output`,
  );
}

/**
 * Puts the copy there.
 *
 * @param certified sha256 of each file as it was when the run ended
 * @throws HarnessError when the driver is no longer what was run
 */
export function copyDriver(
  driver: DriverInput,
  certified: Readonly<Record<string, string>>,
  output: string,
): void {
  const place = placeOf(driver, output);
  if (!existsSync(place)) {
    mkdirSync(place, { recursive: true });
    const target = driver.kind === 'executable' ? join(place, basename(driver.path)) : place;
    cpSync(driver.path, target, {
      recursive: true,
      verbatimSymlinks: driver.kind !== 'executable',
      dereference: driver.kind === 'executable',
    });
  }
  if (!isDeepStrictEqual(driverFiles(place), { ...certified })) {
    throw new HarnessError('no certificate: the driver was changed while it was certified. Certify it again');
  }
}

function placeOf({ name }: DriverInput, output: string): string {
  return join(output, name.replaceAll('/', '~'));
}

function isSame({ path }: DriverInput, place: string): boolean {
  return realpathSync(path) === realpathSync(place);
}
