import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../../../src/kubelet/call/binfmt-misc.ts';
import { isExecFormatError } from '../../../src/kubelet/call/exec-format.ts';
import { needs } from '../../support/needs.ts';
import { scripts } from '../../support/scripts.ts';

const script = scripts();
const EXECUTE_EACH = `
import os, sys
for path in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        os.dup2(os.open("/dev/null", os.O_RDWR), 1); os.dup2(1, 2)
        try: os.execv(path, ["x"])
        except OSError as e: os._exit(200 if e.errno == 8 else 0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 200, end=" ")
`;
const elf = (machine: number): Buffer => {
  const head = Buffer.alloc(128);
  Buffer.from('7f454c46020101', 'hex').copy(head);
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(machine, 18);
  return head;
};

describe('isExecFormatError', () => {
  it.each<[string, string | Buffer, boolean]>([
    ['a shell script', '#!/bin/sh\n', false],
    ['blanks before the interpreter', '#! \t/bin/sh -e\n', false],
    ['no newline at all', '#!/bin/sh', false],
    ['an interpreter that is missing, which the kernel reports itself', '#!/no/such\n', false],
    ['CRLF, likewise', '#!/bin/sh\r\n', false],
    ['no #!', 'echo hello\n', true],
    ['a byte order mark', '\ufeff#!/bin/sh\n', true],
    ['an empty file', '', true],
    ['nothing behind #!', '#!\n/bin/sh\n', true],
    ['blanks only behind #!', '#!  \t \n', true],
    ['an interpreter name that is cut', `#!/${'x'.repeat(300)}\n`, true],
    ['an ELF header for another processor', elf(183), true],
    ['an ELF header without program headers', elf(62), true],
  ])('judges %s', async (_, text, expected) => {
    expect(isExecFormatError(await script(text), '/')).toBe(expected);
  });

  it('follows interpreters that are scripts themselves', async () => {
    const bad = await script('echo no line\n');
    const middle = await script(`#!${bad}\n`);
    expect(isExecFormatError(await script(`#!${middle}\n`), '/')).toBe(true);
    expect(isExecFormatError(await script(`#!${await script('#!/bin/sh\n')}\n`), '/')).toBe(false);
  });

  it('leaves a missing run bit, directories and missing files to the kernel', async () => {
    expect(isExecFormatError(await script('no line', 'x', 0o644), '/')).toBe(false);
    expect(isExecFormatError('/', '/')).toBe(false);
    expect(isExecFormatError('/no/such/file', '/')).toBe(false);
  });

  it('takes a real executable', () => {
    expect(isExecFormatError(process.execPath, '/')).toBe(false);
  });

  // python's os.execv is execve(2) and nothing more: what it says, the kernel says.
  it('agrees with the kernel on anything that begins like a script', async (context) => {
    needs(context, 'python3');
    const character = fc.constantFrom(' ', '\t', '\n', '\r', '\0', '/', 'b', '#', '!');
    const long = ['', ' '.repeat(250), '\t'.repeat(253), '/'.repeat(260), `${' '.repeat(254)}/bin/sh\n`];
    const lines = fc.sample(
      fc.tuple(fc.string({ unit: character, maxLength: 12 }), fc.constantFrom(...long)),
      400,
    );
    const files = await Promise.all(lines.map(([line, more]) => script(`#!${line}${more}`)));
    const { stdout } = spawnSync('python3', ['-c', EXECUTE_EACH, ...files], { cwd: '/', encoding: 'utf8' });
    const kernel = stdout.trim().split(' ');
    expect(kernel).toHaveLength(files.length);
    expect(new Set(kernel)).toEqual(new Set(['True', 'False']));
    for (const [index, file] of files.entries()) {
      const said = isExecFormatError(file, '/') ? 'True' : 'False';
      expect(said, JSON.stringify(lines[index])).toBe(kernel[index]);
    }
  });
});

describe('binfmt_misc', () => {
  const qemu =
    'enabled\ninterpreter /usr/bin/qemu-aarch64\nflags: OC\noffset 0\nmagic 7f454c46020101000000000000000000020000b7\nmask ffffffffffffff00fffffffffffffffffefffff7\n';

  it('matches magic under its mask at its offset', () => {
    const head = Buffer.alloc(256);
    Buffer.from('7f454c46020101000000000000000000020000b7', 'hex').copy(head);
    expect(matches(qemu, '/x', head)).toBe(true);
    head[16] = 3; // masked away
    expect(matches(qemu, '/x', head)).toBe(true);
    head[4] = 1;
    expect(matches(qemu, '/x', head)).toBe(false);
    expect(matches(qemu.replace('enabled', 'disabled'), '/x', head)).toBe(false);
  });

  it('matches an extension', () => {
    const entry = 'enabled\ninterpreter /usr/bin/java\nflags: \nextension .jar\n';
    expect(matches(entry, '/a/b.jar', Buffer.alloc(256))).toBe(true);
    expect(matches(entry, '/a/b', Buffer.alloc(256))).toBe(false);
  });
});
