import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Check } from '../../src/certificate/check.ts';
import type { SigningKey } from '../../src/certificate/keys.ts';
import { type Verification, verifyCertificate } from '../../src/certificate/verify.ts';
import { type Bundle, makeBundle, makeKey } from './certificates.ts';

/** A certificate that holds, signed by a vendor, of which each test has a copy to change. */
export interface Tampering {
  /** As it was signed: not to be changed. */
  pristine: Bundle;
  /** The copy. */
  bundle: Bundle;
  vendor: { key: SigningKey; public: string };
  /** Another key, of somebody else. */
  stranger(): SigningKey;
  verify(options?: { key?: string }): Verification;
  /** Names of the checks that do not hold. */
  wrong(verification?: Verification): Check['name'][];
}

/** Makes it before all tests of a file, and a fresh copy before each. */
export function tampering(): Tampering {
  let root: { path: string; cleanup(): Promise<void> };
  const own = {} as Tampering;
  beforeAll(async () => {
    root = await dir({ unsafeCleanup: true });
    own.vendor = makeKey(root.path, 'vendor');
    mkdirSync(join(root.path, 'pristine'));
    own.pristine = makeBundle(join(root.path, 'pristine'), { key: own.vendor.key });
  });
  afterAll(() => root.cleanup());
  beforeEach(() => {
    const folder = join(root.path, 'copy');
    rmSync(folder, { recursive: true, force: true });
    cpSync(own.pristine.folder, folder, { recursive: true });
    const there = (path: string) => path.replace(own.pristine.folder, folder);
    const { certificate, record, driver } = own.pristine;
    own.bundle = {
      ...own.pristine,
      folder,
      certificate: there(certificate),
      record: there(record),
      driver: there(driver),
    };
  });
  own.stranger = () => makeKey(root.path, 'stranger').key;
  own.verify = (options = {}) => {
    const { certificate, suites } = own.bundle;
    return verifyCertificate({ certificate, suites, ...options });
  };
  own.wrong = (verification = own.verify()) => {
    expect(verification.holds).toBe(verification.checks.every(({ holds }) => holds));
    return verification.checks.filter(({ holds }) => !holds).map(({ name }) => name);
  };
  return own;
}

/** Rewrites a file, and sees to it that it is another. */
export function changeFile(path: string, change: (bytes: Buffer) => Uint8Array | string): void {
  const before = readFileSync(path);
  const after = Buffer.from(change(Buffer.from(before)));
  expect(after.equals(before)).toBe(false);
  writeFileSync(path, after);
}

export const replaced = (from: string, to: string) => (bytes: Buffer) => bytes.toString().replace(from, to);
