import { expect, test } from 'vitest';
import { versionNote } from '../../src/certificate/version-note.ts';

test.each([
  [undefined, undefined],
  ['2.4.1', undefined],
  ['2.4.0', 'the driver tells version 2.4.0, and vendor.yaml says 2.4.1: the certificate names both'],
  ['\x1b[2J', 'the driver tells version \\x1b[2J, and vendor.yaml says 2.4.1: the certificate names both'],
])('a driver that tells %j, of a vendor that says 2.4.1', (told, note) => {
  expect(versionNote(told, { version: '2.4.1' }, 'vendor.yaml')).toBe(note);
});
