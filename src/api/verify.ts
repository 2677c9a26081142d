import { type Verification, verifyCertificate } from '../certificate/verify.ts';
import { knownSuites } from './known-suites.ts';

/** A certificate, and what to hold it against. */
export interface VerifyOptions {
  /** Path of `certificate.json`; its record is found beside it. */
  certificate: string;
  /** The driver's directory or executable. Default: what lies beside the certificate. */
  driver?: string | undefined;
  /** Path of the vendor's public key in PEM. Without it only a change is found, not another author. */
  key?: string | undefined;
}

/**
 * Checks a certificate offline, as `flexcert verify` does: its seal, the digests of driver and record, the verdict
 * derived again, the suite. A certificate that does not hold is an answer, not an error.
 *
 * @throws UsageError when the certificate or the key cannot be read
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  return verifyCertificate({ ...options, suites: await knownSuites() });
}
