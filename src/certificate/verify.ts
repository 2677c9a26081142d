import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import { type Check, failed, passed } from './check.ts';
import { checkDriver } from './check-driver.ts';
import { checkRecord } from './check-record.ts';
import { checkSignature } from './check-signature.ts';
import { checkSuite, type KnownSuite } from './check-suite.ts';
import { checkVerdict } from './check-verdict.ts';
import { type OpenedEnvelope, openEnvelope, UNSIGNED } from './envelope.ts';
import { readVerifyingKey } from './keys.ts';
import { type Statement, statementSchema } from './statement.ts';

export interface VerifyRequest {
  /** The certificate's file. The record is found beside it. */
  certificate: string;
  /** The driver's directory or executable; by default what is found beside the certificate. */
  driver?: string | undefined;
  /** The vendor's public key in PEM; by default the one that the certificate names, which proves less. */
  key?: string | undefined;
  suites: readonly KnownSuite[];
}

export interface Verification {
  holds: boolean;
  /** Nothing proves who wrote it, though every digest may hold. */
  unsigned: boolean;
  checks: Check[];
  /** Absent when the certificate cannot be read. */
  statement?: Statement;
}

/**
 * Checks a certificate with nothing but the files at hand: its seal, the digests of the driver and the record,
 * the verdict derived again, the suite. Every check is made, so that each thing that is wrong is named.
 *
 * @throws UsageError when the certificate or the key named on the command line cannot be read
 */
export function verifyCertificate({ certificate, driver, key, suites }: VerifyRequest): Verification {
  const trusted = key === undefined ? undefined : readVerifyingKey(key);
  const bytes = readCertificate(certificate);
  let opened: OpenedEnvelope;
  let statement: Statement;
  try {
    opened = openEnvelope(utf8(bytes));
    statement = statementIn(opened.payload);
  } catch (error) {
    const check = failed('certificate', (error as Error).message);
    return { holds: false, unsigned: false, checks: [check] };
  }
  const { record, check: recordCheck } = checkRecord(statement, certificate);
  const checks = [
    passed('certificate', `${statement.predicate.driver.name}, ${statement.predicate.vendor.organisation}`),
    checkSignature(opened, statement, trusted),
    checkDriver(statement, certificate, driver),
    recordCheck,
    ...(record === undefined ? [] : [checkVerdict(statement, record), checkSuite(record, suites)]),
  ];
  return {
    holds: checks.every(({ holds }) => holds),
    unsigned: opened.envelope.signatures[0].keyid === UNSIGNED,
    checks,
    statement,
  };
}

function readCertificate(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cause = code === 'ENOENT' ? 'there is no such file' : code;
    throw new UsageError(`cannot read the certificate ${path}: ${cause}`);
  }
}

function statementIn(payload: Uint8Array): Statement {
  let value: unknown;
  try {
    value = JSON.parse(utf8(payload));
  } catch (error) {
    throw new Error(`its statement cannot be read: ${(error as Error).message}`);
  }
  const parsed = statementSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  throw new Error(`its statement is not that of a flexcert certificate: ${places.slice(0, 3).join('; ')}`);
}

/** @throws TypeError for a byte that is none: it would be replaced in silence otherwise */
function utf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
