import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { SERVICE_PATH } from '../../../src/diagnose/machine/find-tool.ts';
import { scriptFindings } from '../../../src/diagnose/machine/script-findings.ts';

/** `fact detail` of everything noticed in a script. */
async function noticed(script: string, path = '/nonexistent'): Promise<string[]> {
  return withDir(
    async (scratch) => {
      const file = join(scratch.path, 'driver');
      writeFileSync(file, script);
      return scriptFindings(file, path).map(({ fact, tool, flags, line }) =>
        [fact, tool ?? flags ?? line].join(' '),
      );
    },
    { unsafeCleanup: true },
  );
}

describe('a shell script', () => {
  it.each([
    ['#!/bin/sh\njq -r .a', ['tool-missing jq']],
    ['#!/bin/sh\nx=$(printf %s "$1" | jq .a); y=`rbd map`', ['tool-missing jq', 'tool-missing rbd']],
    [
      '#!/bin/sh\nif ! mountpoint -q "$1"; then sshfs a b; fi',
      ['tool-missing mountpoint', 'tool-missing sshfs'],
    ],
    ['#!/bin/sh\n/usr/sbin/no-such-tool -a', ['fixed-tool-missing /usr/sbin/no-such-tool']],
    ['#!/bin/sh\necho -ne \'{"status":"Success"}\'', ['echo-flags -ne']],
    ['#!/bin/sh\ngrep -q $DIR /proc/mounts', ['prefix-match grep -q $DIR /proc/mounts']],
  ])('%j: %j', async (script, expected) => {
    expect(await noticed(script)).toEqual(expected);
  });

  it.each([
    ['# jq is needed\necho "jq"'],
    ['jq() { :; }\njq x'],
    ['command -v jq >/dev/null && jq x'],
    ['cat <<EOF\njq .a\nEOF'],
    ['echo "{\\"message\\":\\"jq\\"}"; myjq x; jq=1'],
    ['grep -q " $DIR " /proc/mounts'],
    ['grep -qs "^$DEV $DIR " /proc/mounts'],
  ])('#!/bin/sh %j is left in peace', async (script) => {
    expect(await noticed(`#!/bin/sh\n${script}\n`)).toEqual([]);
  });

  it('may use echo -ne where it names bash, and has the PATH that it sets', async () => {
    expect(
      await noticed(`#!/bin/bash\nPATH=${SERVICE_PATH}; export PATH\necho -ne '{}'\nsleep 1; mountpoint /\n`),
    ).toEqual([]);
    expect(await noticed('#!/usr/bin/env bash\nPATH="/nowhere"\nmountpoint /\n', SERVICE_PATH)).toEqual([
      'tool-missing mountpoint',
    ]);
  });

  it('is told apart from other scripts', async () => {
    expect(await noticed('#!/usr/bin/python3\njq x\n')).toEqual([]);
    expect(await noticed('jq x\n')).toEqual([]);
  });
});
