import * as z from 'zod';
import { configSchema } from './schema.ts';

/**
 * The JSON Schema of flexcert.yaml, published as reports/flexcert.schema.json for editors. What only code can check,
 * such as a placeholder that does not exist, is not in it.
 */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    title: 'flexcert.yaml',
    description: 'Configuration of flexcert. See docs/config.md.',
    ...schema,
  };
}
