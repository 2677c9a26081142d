import { expect, test } from 'vitest';
import { toldVersion } from '../../src/conformance/inside/told-version.ts';

test.each([
  ['{"status":"Success","version":"2.4.1"}', '2.4.1'],
  ['{"status":"Success","version":" v3 \\n"}', 'v3'],
  ['{"status":"Success"}', undefined],
  ['{"status":"Success","version":2.4}', undefined],
  ['{"status":"Success","version":""}', undefined],
  [`{"status":"Success","version":"${'9'.repeat(101)}"}`, undefined],
  ['null', undefined],
  ['[1]', undefined],
  ['ready\n{"status":"Success","version":"1"}', undefined],
  ['', undefined],
])('%s tells %s', (answer, version) => {
  expect(toldVersion(answer)).toBe(version);
});
