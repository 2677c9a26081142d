import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readDriverInput } from '../../../src/conformance/driver/driver-input.ts';
import { UsageError } from '../../../src/errors.ts';

const root = mkdtempSync(join(tmpdir(), 'flexcert-driver-input-'));
afterAll(() => rmSync(root, { recursive: true }));
const env = { PATH: '/usr/bin:/bin' };

function file(name: string, content: string | Uint8Array, mode = 0o755): string {
  const path = join(root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe('what a kubelet could run', () => {
  test('an executable gets a vendor', () => {
    const path = file('nas', '#!/bin/sh\n');
    expect(readDriverInput(path, undefined, env)).toEqual({
      kind: 'executable',
      name: 'flexcert.test/nas',
      path,
      executable: path,
    });
    expect(readDriverInput(path, 'example.com/other', env).name).toBe('example.com/other');
  });

  test('a directory has its name', () => {
    const executable = file('example.com~nas/nas', '#!/usr/bin/env sh\n');
    const path = join(root, 'example.com~nas');
    expect(readDriverInput(path, undefined, env)).toEqual({
      kind: 'directory',
      name: 'example.com/nas',
      path,
      executable,
    });
  });

  test('a native program of this machine', () => {
    expect(readDriverInput(process.execPath, undefined, env).kind).toBe('executable');
  });
});

/** This machine's own node with another machine in its header. */
function foreign(): Buffer {
  const elf = Buffer.from(readFileSync(process.execPath).subarray(0, 4096));
  elf.writeUInt16LE(22, 18);
  return elf;
}

test.each<[string, () => string, RegExp]>([
  [
    'nothing there',
    () => join(root, 'absent'),
    /no driver at .*absent: there is no such file.*Give the path/,
  ],
  ['below a file', () => join(file('plain', '#!/bin/sh\n'), 'x'), /no driver at .*ENOTDIR/],
  ['no run bit', () => file('norun', '#!/bin/sh\n', 0o644), /norun is not executable\. Run: chmod 0755/],
  ['empty', () => file('empty', ''), /empty is empty/],
  ['no #!', () => file('text', 'echo hello\n'), /does not begin with #!/],
  ['a byte order mark', () => file('bom', '\ufeff#!/bin/sh\n'), /byte order mark/],
  ['#! alone', () => file('alone', '#!\n'), /names no interpreter/],
  ['no interpreter', () => file('nointerp', '#!/opt/ruby -w\n'), /needs the interpreter \/opt\/ruby, which/],
  ['CRLF', () => file('crlf', '#!/bin/sh\r\nexit 0\r\n'), /carriage return.*sed -i/],
  ['env of nothing', () => file('env', '#!/usr/bin/env nosuch\n'), /nosuch is in none of \/usr\/bin:\/bin/],
  ['another architecture', () => file('foreign', foreign()), /built for s390x, this machine is .*Build it/],
  ['a cut-off program', () => file('cut', '\x7fELF'), /cut-off ELF/],
  ['a name with ~', () => file('a~b', '#!/bin/sh\n'), /--name vendor\/driver/],
  ['a device', () => '/dev/null', /neither a file nor a directory/],
  ['a directory without ~', () => join(file('nas.d/nas', '#!/bin/sh\n'), '..'), /not named <vendor~driver>/],
  [
    'a directory with another executable',
    () => join(file('example.com~san/san.sh', '#!/bin/sh\n'), '..'),
    /must hold the executable "san".*it holds san\.sh.*without an extension/,
  ],
])('%s is told with the next step', (_, make, expected) => {
  const read = () => readDriverInput(make(), undefined, env);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(expected);
});
