import * as z from 'zod';
import { type FlexcertRecord, LEVELS, STATUSES, VERDICTS } from '../record/schema.ts';
import { type Vendor, vendorSchema } from './vendor.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'urn:flexcert:certificate:v1';

const digestSchema = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const countsSchema = z.strictObject(
  Object.fromEntries(
    LEVELS.map((level) => [
      level,
      z.strictObject(Object.fromEntries(STATUSES.map((status) => [status, z.int().nonnegative()]))),
    ]),
  ),
);

/** What a certificate says of a driver. */
export const predicateSchema = z.strictObject({
  result: z.enum(VERDICTS),
  date: z.iso.datetime(),
  vendor: vendorSchema,
  driver: z.strictObject({
    name: z.string(),
    version: z.string().optional(),
    capabilities: z.record(z.string(), z.boolean()),
    commands: z.array(z.string()),
  }),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  suite: z.strictObject({ version: z.string() }),
  releases: z.array(
    z.strictObject({
      release: z.string(),
      verdict: z.enum(VERDICTS),
      measured: z.boolean(),
      unmeasured: z.array(z.string()),
    }),
  ),
  counts: countsSchema,
  /** The record it is derived from, beside it under this name. */
  record: z.strictObject({ name: z.string().regex(/^[^/]+$/), digest: digestSchema }),
  /** The public key that the certificate is signed with. Absent when it is unsigned. */
  signer: z.strictObject({ keyid: z.string(), publicKey: z.string() }).optional(),
});

/** An in-toto statement, version 1: its subjects are the files of the driver. */
export const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: z.string(), digest: digestSchema })).min(1),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: predicateSchema,
});

export type Statement = z.infer<typeof statementSchema>;
export type Predicate = z.infer<typeof predicateSchema>;

/** Besides the record: what only the one who certifies can say. */
export interface Particulars {
  vendor: Vendor;
  date: string;
  record: Predicate['record'];
  signer?: Predicate['signer'];
}

/** Everything else that a certificate says follows from the record, and verify derives it again. */
export function statementOf(
  record: FlexcertRecord,
  { vendor, date, record: where, signer }: Particulars,
): Statement {
  return {
    _type: STATEMENT_TYPE,
    subject: Object.entries(record.driver.files).map(([name, sha256]) => ({ name, digest: { sha256 } })),
    predicateType: PREDICATE_TYPE,
    predicate: {
      result: record.summary.verdict,
      date,
      vendor,
      ...derivedFrom(record),
      record: where,
      ...(signer === undefined ? {} : { signer }),
    },
  };
}

/** The part of the predicate that follows from the record. */
export function derivedFrom({ driver, tool, kubelet, summary }: FlexcertRecord) {
  return {
    driver: {
      name: driver.name,
      ...(driver.version === undefined ? {} : { version: driver.version }),
      capabilities: driver.capabilities ?? {},
      commands: driver.commands,
    },
    tool: { name: tool.name, version: tool.version },
    suite: { version: tool.suite },
    releases: kubelet.releases.map(({ release, measured, unmeasured }) => ({
      release,
      verdict: summary.releases[release] ?? ('incomplete' as const),
      measured,
      unmeasured,
    })),
    counts: summary.counts,
  };
}
