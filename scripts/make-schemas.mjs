// Writes reports/*.schema.json from the schemas of the code. Run after a build: npm run schemas
import { writeFileSync } from 'node:fs';
import { statementJsonSchema } from '../dist/src/certificate/json-schema.js';
import { configJsonSchema } from '../dist/src/conformance/config/json-schema.js';
import { recordJsonSchema } from '../dist/src/record/json-schema.js';

const schemas = {
  'record.schema.json': recordJsonSchema(),
  'certificate.schema.json': statementJsonSchema(),
  'flexcert.schema.json': configJsonSchema(),
};
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(new URL(`../reports/${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
