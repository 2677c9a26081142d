import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const recordings = fileURLToPath(new URL('../../fixtures/recordings/responses.jsonl', import.meta.url));

function explain(input: string, ...args: string[]) {
  return execa(process.execPath, [cli, 'explain', '--jsonl', ...args], { input, reject: false });
}

/** The lines that a kubelet's conclusions would be written as, without what went in. */
function expected(lines: string[]): unknown[] {
  return lines.map((line) => {
    const { id, outcome, error, status } = JSON.parse(line) as Record<string, unknown>;
    return {
      id,
      outcome,
      ...(error === undefined ? {} : { error }),
      ...(status === undefined ? {} : { status }),
    };
  });
}

describe('flexcert explain --jsonl', () => {
  it('answers every recorded case as the kubelet did, in the same order', async () => {
    const input = readFileSync(recordings, 'utf8');
    const { stdout, stderr, exitCode } = await explain(input);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const answered = stdout.split('\n').map((line) => JSON.parse(line) as unknown);
    expect(answered).toEqual(expected(input.trimEnd().split('\n')));
    expect(stdout).toContain('"volumeNewSize":9223372036854775807}');
  });

  it('reads a file, as the release named', async () => {
    const { stdout, exitCode } = await explain('', '--kubelet', '1.20', recordings);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(1162);
    const older = await explain(
      '{"id":1,"command":"mount","stdout":"{\\"status\\":\\"Success\\"}","exit":1}',
      '--kubelet',
      '1.5',
    );
    expect(JSON.parse(older.stdout)).toMatchObject({ id: 1, outcome: 'success' });
  });

  it('takes what is left out for empty, and joins stdout and stderr', async () => {
    const lines = [
      '{"id":7,"command":"mount"}',
      '{"command":"mount","stdout":"{\\"status\\":","stderr":"\\"Success\\"}"}\r',
      '{"id":null,"command":"mount","stdout_b64":"eyJzdGF0dXMiOiL/In0=","exit":2}',
    ];
    const { stdout, exitCode } = await explain(lines.join('\n'));
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id: 7, outcome: 'failure', error: 'unexpected end of JSON input' },
      { outcome: 'success', status: { status: 'Success' } },
      { id: null, outcome: 'failure', error: 'mount command failed, status: \ufffd, reason: ' },
    ]);
  });

  it('tells a line that is no case with its number, answers the others, and exits with 2', async () => {
    const good = '{"id":1,"command":"mount"}';
    const lines = [good, 'nope', '', '[]', '{}', '{"command":"mount","exit":"1"}'];
    const more = ['{"command":"mount","stdout":5}', '{"command":"mount","stdout_b64":"e"}', good];
    const { stdout, stderr, exitCode } = await explain([...lines, ...more].join('\n'));
    expect(exitCode).toBe(2);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr.split('\n').map((line) => /line (\d+): (.{0,12})/.exec(line)?.slice(1))).toEqual([
      ['2', 'it is no JSO'],
      ['4', 'it must be a'],
      ['5', '"command" is'],
      ['6', '"exit" must '],
      ['7', '"stdout" mus'],
      ['8', '"stdout_b64"'],
    ]);
  });

  it('answers a line as soon as it is there', async () => {
    const child = spawn(process.execPath, [cli, 'explain', '--jsonl'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.write('{"id":"a","command":"init"}\n{"id":"b","com');
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(first.toString())).toMatchObject({ id: 'a' });
    child.stdin.end('mand":"init"}');
    const [second] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(second.toString())).toMatchObject({ id: 'b' });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends in silence when nobody reads any more', async () => {
    const child = spawn(process.execPath, [cli, 'explain', '--jsonl', recordings], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let complaint = '';
    child.stderr.on('data', (piece: Buffer) => {
      complaint += piece.toString();
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(complaint).toBe('');
  });

  it.each([
    [['--kubelet', '1.99'], /1\.2 to 1\.36/],
    [['/nonexistent/cases.jsonl'], /cannot read .* ENOENT/],
    [['/'], /is a directory/],
  ])('refuses %j with its reason', async (args, reason) => {
    const { stdout, stderr, exitCode } = await explain('', ...args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(reason);
  });
});
