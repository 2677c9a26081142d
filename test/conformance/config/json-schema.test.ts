import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema } from '../../../src/conformance/config/json-schema.ts';
import { configSchema } from '../../../src/conformance/config/schema.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const schema = configJsonSchema();
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const CONFIGURATIONS = [
  'src/driver/flexcert.yaml',
  ...readdirSync(`${root}fixtures/drivers/healthy`)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `fixtures/drivers/healthy/${name}`),
];

describe('reports/flexcert.schema.json', () => {
  test('is that of the code: npm run schemas', () => {
    expect(JSON.parse(readFileSync(`${root}reports/flexcert.schema.json`, 'utf8'))).toEqual(schema);
  });

  test.each(CONFIGURATIONS)('accepts %s', (path) => {
    const configuration: unknown = parse(readFileSync(root + path, 'utf8'));
    expect({ valid: validate(configuration), errors: validate.errors }).toEqual({
      valid: true,
      errors: null,
    });
  });

  test('accepts the configuration that the docs show', () => {
    const [, shown = ''] =
      /```yaml\n(driver:[\s\S]*?)```/.exec(readFileSync(`${root}docs/config.md`, 'utf8')) ?? [];
    expect({ valid: validate(parse(shown)), errors: validate.errors }).toEqual({ valid: true, errors: null });
  });

  test.each([
    ['a key that does not exist', { drivers: './nas' }],
    ['an option that is no string', { volumes: [{ options: { size: 64 } }] }],
    ['no volume', { volumes: [] }],
    ['a filesystem that is none', { fixtures: { filesystem: 'zfs' } }],
    ['too many workers', { workers: 1000 }],
    ['a relative state directory', { stateDirs: ['run/nas'] }],
    ['a known failure without its reason', { 'known-failing': [{ id: 'mount/x' }] }],
    ['a name without a vendor', { name: 'nas' }],
  ])('refuses %s, as the code does', (_what, configuration) => {
    expect(validate(configuration)).toBe(false);
    expect(configSchema.safeParse(configuration).success).toBe(false);
  });

  test('tells of every key what it is', () => {
    const undescribed = Object.entries(
      schema.properties as Record<string, { description?: string; type?: string }>,
    )
      .filter(([, { description, type }]) => description === undefined && type !== 'object')
      .map(([key]) => key);
    expect(undescribed).toEqual([]);
  });
});
