import { describe, expect, test } from 'vitest';
import { parseVendor, readVendor } from '../../src/certificate/vendor.ts';
import { UsageError } from '../../src/errors.ts';

const GOOD = {
  organisation: 'Example Storage',
  project: 'nas',
  version: '1.10',
  url: 'https://example.com/nas',
  contact: 'storage@example.com',
};
const yaml = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');

test('a version stays a text, one contact becomes a list', () => {
  expect(parseVendor(yaml(GOOD), 'vendor.yaml')).toEqual({ ...GOOD, contact: ['storage@example.com'] });
});

test('several contacts, either spelling, and JSON', () => {
  const text =
    'organization: A\nproject: b\nversion: 2\nurl: http://a.example\ncontact:\n  - x@a.example\n  - https://a.example/help\n';
  expect(parseVendor(text, 'v')).toMatchObject({
    organisation: 'A',
    version: '2',
    contact: ['x@a.example', 'https://a.example/help'],
  });
  expect(parseVendor(JSON.stringify(GOOD), 'v')).toMatchObject({ project: 'nas' });
});

test.each(Object.keys(GOOD))('without %s: an error that names it', (field) => {
  const { [field as keyof typeof GOOD]: _left, ...rest } = GOOD;
  const parse = () => parseVendor(yaml(rest), 'vendor.yaml');
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(
    `vendor.yaml: ${field} is missing. It needs organisation, project, version, url, contact`,
  );
});

describe('an error says what is wrong', () => {
  test.each([
    [yaml({ ...GOOD, version: '' }), /version is missing/],
    ['organisation: A\n', /project, version, url, contact are missing/],
    [
      yaml({ ...GOOD, url: 'example.com' }),
      /url must be a web address such as https:\/\/example\.com, and is "example\.com"/,
    ],
    [yaml({ ...GOOD, url: 'ftp://example.com' }), /url must be a web address/],
    [yaml({ ...GOOD, organsation: 'x' }), /organsation is no field of it. It has organisation/],
    [yaml({ ...GOOD, project: '[a, b]' }), /project must be a text/],
    [yaml({ ...GOOD, contact: '[]' }), /contact must be an address, or a list of some/],
    ['- a\n', /must be a map with organisation/],
    ['', /must be a map/],
    ['a: [', /is no YAML/],
  ])('%j', (text, message) => {
    expect(() => parseVendor(text, 'vendor.yaml')).toThrow(message);
  });

  test('a file that is not there', () => {
    expect(() => readVendor('/nonexistent/vendor.yaml')).toThrow(
      /there is no such file. It names organisation/,
    );
  });
});
