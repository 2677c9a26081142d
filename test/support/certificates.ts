import { createHash, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KnownSuite } from '../../src/certificate/check-suite.ts';
import { sealEnvelope } from '../../src/certificate/envelope.ts';
import { readSigningKey, type SigningKey } from '../../src/certificate/keys.ts';
import { makeCertificate } from '../../src/certificate/make.ts';
import type { Statement } from '../../src/certificate/statement.ts';
import { driverFiles } from '../../src/record/driver-files.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { recordText } from '../../src/record/write.ts';
import { allPass } from './records.ts';

export const VENDOR = {
  organisation: 'Example Storage',
  project: 'nas',
  version: '2.4.1',
  url: 'https://example.com/nas',
  contact: ['storage@example.com'],
};

const DRIVER: Readonly<Record<string, string>> = {
  nas: '#!/bin/sh\n. "$(dirname "$0")/lib/common.sh"\nanswer Success\n',
  'lib/common.sh': 'answer() {\n\tprintf \'{"status":"%s"}\\n\' "$1"\n}\n# übrig\n',
};

/** A certificate with all that it speaks of, as `certify` leaves it in its folder. */
export interface Bundle {
  folder: string;
  certificate: string;
  record: string;
  driver: string;
  suites: KnownSuite[];
}

export interface BundleOptions {
  key?: SigningKey;
  change?: (record: FlexcertRecord) => FlexcertRecord;
}

export function makeBundle(folder: string, { key, change = (record) => record }: BundleOptions = {}): Bundle {
  const driver = join(folder, 'example.com~nas');
  for (const [name, text] of Object.entries(DRIVER)) {
    mkdirSync(dirname(join(driver, name)), { recursive: true });
    writeFileSync(join(driver, name), text);
    chmodSync(join(driver, name), 0o755);
  }
  const passed = allPass();
  const record = change({ ...passed, driver: { ...passed.driver, files: driverFiles(driver) } });
  const text = recordText(record);
  const recordFile = { name: 'record.json', sha256: createHash('sha256').update(text).digest('hex') };
  writeFileSync(join(folder, recordFile.name), text);
  const date = new Date('2026-03-02T10:00:00Z');
  const certificate = join(folder, 'certificate.json');
  writeFileSync(certificate, makeCertificate({ record, recordFile, vendor: VENDOR, date, key }));
  const requirements = new Map(record.results.map(({ id, level }) => [id, level]));
  return {
    folder,
    certificate,
    record: join(folder, recordFile.name),
    driver,
    suites: [{ version: record.tool.suite, requirements }],
  };
}

/** A new key pair in the folder, as openssl makes them. */
export function makeKey(
  folder: string,
  name: string,
  kind: 'ed25519' | 'P-256' | 'P-384' | 'P-521' = 'ed25519',
): { key: SigningKey; private: string; public: string } {
  const pair =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: kind });
  const files = { private: join(folder, `${name}.pem`), public: join(folder, `${name}.pub`) };
  writeFileSync(files.private, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(files.public, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  return { key: readSigningKey(files.private, undefined), ...files };
}

export function statementOfFile(certificate: string): Statement {
  const { payload } = JSON.parse(readFileSync(certificate, 'utf8')) as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64').toString()) as Statement;
}

/** Puts another statement into a certificate and leaves its signature as it is. */
export function replaceStatement(certificate: string, statement: unknown): void {
  const envelope = JSON.parse(readFileSync(certificate, 'utf8')) as { payload: string };
  envelope.payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  writeFileSync(certificate, `${JSON.stringify(envelope)}\n`);
}

/** Puts another statement into a certificate and signs it anew. */
export function resign(certificate: string, statement: unknown, key?: SigningKey): void {
  writeFileSync(certificate, sealEnvelope(Buffer.from(JSON.stringify(statement)), key));
}
