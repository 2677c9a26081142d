import * as z from 'zod';
import { statementSchema } from './statement.ts';

/** The JSON Schema of what a certificate's payload holds, published as reports/certificate.schema.json. */
export function statementJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(statementSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    title: 'Statement of a flexcert certificate, version 1',
    description: 'An in-toto statement, the payload of the DSSE envelope. See docs/certificate.md.',
    ...schema,
  };
}
