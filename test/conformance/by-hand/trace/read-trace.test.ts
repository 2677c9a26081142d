import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../../src/conformance/by-hand/trace/read-trace.ts';
import { stringsIn } from '../../../../src/conformance/by-hand/trace/strace-line.ts';

/** As `strace -xx` writes a string. */
const x = (text: string): string =>
  `"${Array.from(Buffer.from(text), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`;
const behind = (path: string): string => `<${x(path).slice(1, -1)}>`;
const run = (path: string, ...argv: string[]): string =>
  `execve(${x(path)}, [${argv.map(x).join(', ')}], 0x7ffc0 /* 3 vars */)`;
const about = { path: '/usr/bin:/bin', target: '/target' };

function trace(...lines: string[]) {
  return readTrace(lines.join('\n'), about);
}

describe('readTrace', () => {
  it('tells the programs with their times and ends, without the driver itself', () => {
    const { programs } = trace(
      `10 100.000000 ${run('/drivers/nas', '/drivers/nas', 'mount')} = 0`,
      `11 100.005000 ${run('/usr/bin/mount', 'mount', '-t', 'tmp fs')} = 0`,
      `12 100.006000 ${run('/usr/bin/sleep', 'sleep', '9')} = 0`,
      '11 100.025000 +++ exited with 32 +++',
      '10 100.030000 +++ killed by SIGKILL (core dumped) +++',
    );
    expect(programs).toEqual([
      { argv: ['mount', '-t', 'tmp fs'], afterMs: 5, ms: 20, exit: 'exit 32' },
      { argv: ['sleep', '9'], afterMs: 6 },
    ]);
  });

  it('puts a call together that another process interrupted', () => {
    const [begin, end] = [run('/bin/true', 'true').slice(0, -1), ') = 0'];
    const { programs } = trace(
      `10 1.0 ${run('/d', 'd')} = 0`,
      `11 1.1 ${begin} <unfinished ...>`,
      `10 1.2 openat(AT_FDCWD${behind('/')}, ${x('/etc/x')}, O_RDONLY) = 3${behind('/etc/x')}`,
      `11 1.3 <... execve resumed>${end}`,
    );
    expect(programs.map(({ argv }) => argv)).toEqual([['true']]);
  });

  it('names what was looked for in all of PATH and found nowhere', () => {
    const absent = (path: string): string =>
      `newfstatat(AT_FDCWD${behind('/')}, ${x(path)}, 0x7ffd, 0) = -1 ENOENT (No such file or directory)`;
    const { missing } = trace(
      `10 1.0 ${run('/d', 'd')} = 0`,
      `10 1.1 ${absent('/usr/bin/jq')}`,
      `10 1.1 ${absent('/bin/jq')}`,
      `10 1.1 ${absent('/usr/bin/mount')}`,
      `10 1.1 newfstatat(AT_FDCWD${behind('/')}, ${x('/bin/mount')}, {st_mode=S_IFREG|0755}, 0) = 0`,
      `10 1.1 ${absent('/bin/only-here')}`,
      `10 1.1 ${absent('/etc/elsewhere')}`,
      `11 1.2 ${run('/usr/bin/nope', 'nope')} = -1 ENOENT (No such file or directory)`,
      `11 1.2 ${run('/bin/nope', 'nope')} = -1 ENOENT (No such file or directory)`,
    );
    expect(missing).toEqual(['jq', 'nope']);
  });

  it('tells the files opened in the target, through relative paths and links too', () => {
    const { opened } = trace(
      `10 1.0 openat(AT_FDCWD${behind('/target/sub')}, ${x('../a')}, O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3${behind('/target/a')}`,
      `10 1.0 openat(AT_FDCWD${behind('/')}, ${x('/link/b')}, O_RDONLY) = 4${behind('/target/b')}`,
      `10 1.0 openat(AT_FDCWD${behind('/target')}, ${x('c')}, O_RDONLY) = -1 ENOENT (No such file or directory)`,
      `10 1.0 openat(AT_FDCWD${behind('/')}, ${x('/targetless')}, O_RDONLY) = 5${behind('/targetless')}`,
    );
    expect(opened).toEqual([
      { path: '/target/a', writes: true },
      { path: '/target/b', writes: false },
      { path: '/target/c', writes: false, error: 'ENOENT' },
    ]);
  });

  it('reads nothing into what it does not know', () => {
    expect(
      trace('', 'garbage', '10 1.0 --- SIGCHLD {si_signo=SIGCHLD} ---', '10 1.0 +++ superseded +++'),
    ).toEqual({
      programs: [],
      missing: [],
      opened: [],
    });
    expect(stringsIn(`${x('"quoted", [x]\n')}, ${x('')}`)).toEqual(['"quoted", [x]\n', '']);
  });
});
