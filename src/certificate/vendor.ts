import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { UsageError } from '../errors.ts';

/** Who answers for a driver: what a certificate says of the vendor. */
export const vendorSchema = z.strictObject({
  organisation: z.string(),
  project: z.string(),
  /** Of the driver, as the vendor counts. */
  version: z.string(),
  url: z.string(),
  /** Whom to write to: addresses or pages. */
  contact: z.array(z.string()),
});

export type Vendor = z.infer<typeof vendorSchema>;

const FIELDS = Object.keys(vendorSchema.shape) as (keyof Vendor)[];
const NAMES = FIELDS.join(', ');

/**
 * Reads vendor.yaml (or JSON).
 *
 * @throws UsageError that names the file, the field, and what it should hold
 */
export function readVendor(path: string): Vendor {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cause = code === 'ENOENT' ? 'there is no such file' : code;
    throw new UsageError(`cannot read ${path}: ${cause}. It names ${NAMES}`);
  }
  return parseVendor(text, path);
}

/** The same for text at hand. */
export function parseVendor(text: string, path: string): Vendor {
  // Without types: a version 1.10 must not become the number 1.1.
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: true });
  const [fault] = document.errors;
  if (fault !== undefined) throw new UsageError(`${path} is no YAML: ${fault.message.split('\n', 1)[0]}`);
  const value: unknown = document.toJS();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${path} must be a map with ${NAMES}`);
  }
  const fields = value as Record<string, unknown>;
  // Both spellings are in use, and nobody should have to guess which is ours.
  if ('organization' in fields && !('organisation' in fields)) {
    fields.organisation = fields.organization;
    delete fields.organization;
  }
  const unknown = Object.keys(fields).find((key) => !(FIELDS as string[]).includes(key));
  if (unknown !== undefined) throw new UsageError(`${path}: ${unknown} is no field of it. It has ${NAMES}`);
  const missing = FIELDS.filter((field) => fields[field] === undefined || fields[field] === '');
  if (missing.length > 0) {
    throw new UsageError(
      `${path}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. It needs ${NAMES}`,
    );
  }
  return {
    organisation: text1(path, fields, 'organisation'),
    project: text1(path, fields, 'project'),
    version: text1(path, fields, 'version'),
    url: webAddress(path, text1(path, fields, 'url')),
    contact: contacts(path, fields.contact),
  };
}

function text1(path: string, fields: Record<string, unknown>, field: string): string {
  const value = fields[field];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new UsageError(`${path}: ${field} must be a text`);
}

function webAddress(path: string, url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new UsageError(
    `${path}: url must be a web address such as https://example.com, and is ${JSON.stringify(url)}`,
  );
}

function contacts(path: string, value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every((item) => typeof item === 'string' && item.trim() !== '')) {
    return list.map((item: string) => item.trim());
  }
  throw new UsageError(`${path}: contact must be an address, or a list of some`);
}
