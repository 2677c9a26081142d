import * as z from 'zod';
import { RECORD_VERSION, recordSchema } from './schema.ts';

/** The record's JSON Schema (draft 2020-12), published as reports/record.schema.json for other programs. */
export function recordJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(recordSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    title: `Record of a flexcert run, version ${RECORD_VERSION}`,
    description: 'Everything else that flexcert writes is derived from this. See docs/reports.md.',
    ...schema,
  };
}
