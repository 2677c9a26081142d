import { HarnessError } from '../errors.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { sealEnvelope } from './envelope.ts';
import { publicPem, type SigningKey } from './keys.ts';
import { obstacles } from './obstacles.ts';
import { statementOf } from './statement.ts';
import type { Vendor } from './vendor.ts';

export interface CertificateRequest {
  record: FlexcertRecord;
  /** The record's file: its name, and the sha256 of its bytes as they were written, in hex. */
  recordFile: { name: string; sha256: string };
  vendor: Vendor;
  date: Date;
  /** Absent: the certificate is marked as unsigned. */
  key?: SigningKey | undefined;
}

/**
 * The text of a certificate.
 *
 * @throws HarnessError when the record does not bear one: ask `obstacles` first
 */
export function makeCertificate({ record, recordFile, vendor, date, key }: CertificateRequest): string {
  const against = obstacles(record);
  if (against.length > 0) throw new HarnessError(`this record bears no certificate: ${against.join('; ')}`);
  const statement = statementOf(record, {
    vendor,
    date: date.toISOString(),
    record: {
      name: recordFile.name,
      digest: { sha256: recordFile.sha256 },
    },
    ...(key === undefined ? {} : { signer: { keyid: key.keyid, publicKey: publicPem(key) } }),
  });
  return sealEnvelope(Buffer.from(JSON.stringify(statement)), key);
}
