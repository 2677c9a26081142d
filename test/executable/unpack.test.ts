import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unpack } from '../../src/executable/unpack.ts';

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'flexcert-unpack-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

function packageOf(texts: Record<string, string>, key = 'v1') {
  const files = vi.fn(() => {
    const bytes = brotliCompressSync(JSON.stringify(texts));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  });
  return { key, files };
}

test('unpacks once, whole, and reads it from there afterwards', () => {
  vi.stubEnv('FLEXCERT_HOME', scratch);
  const source = packageOf({ 'a/b.js': 'one', 'c.json': '{}' });
  const home = unpack(source);
  expect(home).toBe(join(scratch, 'v1'));
  expect(readFileSync(join(home, 'a/b.js'), 'utf8')).toBe('one');
  expect(unpack(source)).toBe(home);
  expect(source.files).toHaveBeenCalledTimes(1);
  expect(unpack(packageOf({ 'a/b.js': 'two' }, 'v2'))).toBe(join(scratch, 'v2'));
  expect(readdirSync(scratch).sort()).toEqual(['v1', 'v2']);
});

test('does not run what another user may write', () => {
  vi.stubEnv('FLEXCERT_HOME', scratch);
  mkdirSync(join(scratch, 'v1'));
  writeFileSync(join(scratch, 'v1/evil.js'), '');
  chmodSync(join(scratch, 'v1'), 0o777);
  expect(() => unpack(packageOf({ 'a.js': '' }))).toThrow('set FLEXCERT_HOME');
  chmodSync(scratch, 0o777);
  expect(() => unpack(packageOf({ 'a.js': '' }, 'v2'))).toThrow('set FLEXCERT_HOME');
  expect(readdirSync(scratch)).toEqual(['v1']);
});

test('leaves nothing where it cannot unpack', () => {
  vi.stubEnv('FLEXCERT_HOME', scratch);
  const broken = { key: 'v1', files: () => new ArrayBuffer(3) };
  expect(() => unpack(broken)).toThrow('nowhere to unpack');
  expect(readdirSync(scratch)).toEqual([]);
});
