import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { dir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { needs } from '../support/needs.ts';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const log = fileURLToPath(
  new URL('../../fixtures/recordings/logs/mount-garbage-output.log', import.meta.url),
);

function explain(input: string | Buffer, ...args: string[]) {
  return execa(process.execPath, [cli, 'explain', ...args], { input, reject: false, env: { NO_COLOR: '1' } });
}

describe('flexcert explain', () => {
  it('shows what the kubelet read, where it stopped, why, and what mends it', async () => {
    const { stdout, stderr, exitCode } = await explain('-ne {"status": "Success"}', '--command', 'init');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toContain('  -ne {"status": "Success"}\n   ^ byte 2\n');
    expect(stdout).toContain("invalid character 'n' in numeric literal");
    expect(stdout).toContain('Cause: the flags of echo became part of the answer');
    expect(stdout).toContain(`printf '%s\\n' '{"status":"Success"}'`);
    expect(stdout).toContain('rule echo-flags · https://github.com/kubernetes/kubernetes/issues/54494');
    expect(stdout).toContain('What the kubelet does next');
  });

  it('tells an answer from a log by itself, and says so on stderr', async () => {
    const answer = await explain('{"status":"success"}\n');
    expect(answer.stderr).toContain('taken for the answer to mount');
    expect(answer.stdout).toContain('rule wrong-status-word');
    const { stdout, stderr } = await explain('', log);
    expect(stderr).toBe('');
    expect(stdout).toContain('mount of volume data for pod pod1 (driver example.com/rec)');
    expect(stdout).toContain('                        ^ byte 21');
    expect(stdout).toContain('What happened to volume data (driver example.com/rec; pod pod1)');
  });

  it("takes a driver's own log lines for its answer, not for a log of the kubelet", async () => {
    const { stdout } = await explain(
      'I0222 20:31:02.764330   20741 adapter.go:32] start\n{"status":"Success"}\n',
    );
    expect(stdout).toContain('rule glog-line');
  });

  it('explains a line as one pastes it', async () => {
    const { stdout } = await explain(
      `MountVolume.SetUp failed for volume "secret1" : invalid character '/' looking for beginning of value`,
    );
    expect(stdout).toContain('Perhaps: the script calls a tool that the kubelet does not find (a guess)');
  });

  it('knows how the driver ended, and the release', async () => {
    const failed = await explain('{"status":"Success"}', '--command', 'mount', '--exit', '1');
    expect(failed.stdout).toContain('exit status 1');
    expect(failed.stdout).toContain('rule success-with-failing-exit');
    const old = await explain(
      '{"status":"Success"}',
      '--command',
      'mount',
      '--exit',
      '1',
      '--kubelet',
      '1.5',
    );
    expect(old.stdout).toContain('The kubelet (1.5) concludes: success');
    const killed = await explain('', '--command', 'init', '--exit', 'KILL');
    expect(killed.stdout).toContain('was ended by a signal: killed');
  });

  it('prints one JSON document with --json, bytes exact', async () => {
    const { stdout, stderr } = await explain(Buffer.from([0x7b, 0xff]), '--command', 'init', '--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'answer',
      command: 'init',
      output: { base64: 'e/8=', length: 2 },
      place: { byte: 2, line: 1, column: 2, atEnd: false },
      outcome: 'failure',
    });
    const told = await explain('', log, '--json');
    expect(JSON.parse(told.stdout)).toMatchObject({
      kind: 'log',
      troubles: [{ command: 'mount', place: { byte: 21 }, volume: { name: 'data' } }],
    });
  });

  it('runs a command apart from the host and explains what it answered', async (context) => {
    needs(context, 'root');
    const { path, cleanup } = await dir({ prefix: 'flexcert-test-', unsafeCleanup: true });
    try {
      const driver = join(path, 'nas');
      writeFileSync(
        driver,
        `#!/bin/sh\ntouch ${path}/ran /etc/flexcert-ran\necho "$1 $2" >&2\necho '{"status":"Success"}'\n`,
      );
      chmodSync(driver, 0o755);
      const { stdout, exitCode } = await explain('', '--', driver, 'mount', '/m');
      expect(exitCode).toBe(0);
      expect(stdout).toContain('1 │ mount /m\\n');
      expect(stdout).toContain('rule text-before-answer');
      expect([join(path, 'ran'), '/etc/flexcert-ran'].map((file) => existsSync(file))).toEqual([
        false,
        false,
      ]);
      await explain('', '--isolation', 'none', '--', driver, 'mount', '/m');
      expect(existsSync(join(path, 'ran'))).toBe(true);
    } finally {
      await execa('rm', ['-f', '/etc/flexcert-ran']);
      await cleanup();
    }
  });

  it('lists the rules', async () => {
    const { stdout } = await explain('', '--rules');
    expect(stdout).toMatch(/^glog-line: a line of glog or klog stands in the answer$/m);
    const { rules } = JSON.parse((await explain('', '--rules', '--json')).stdout) as {
      rules: { id: string; when: unknown[] }[];
    };
    expect(stdout).toContain(`${rules.length} rules`);
    expect(rules.find(({ id }) => id === 'echo-flags')?.when[0]).toMatchObject({
      on: 'answer',
      certainty: 'certain',
      where: { output: expect.any(String) },
    });
  });

  it.each([
    [['--exit', 'maybe'], /neither an exit code/],
    [['/nonexistent/file'], /cannot read .* ENOENT/],
    [['some.log', '--', 'x', 'init'], /not both/],
    [['--', '/bin/true'], /say the command too/],
    [['--kubelet', '1.99'], /1\.2 to 1\.36/],
    [['--as', 'poem'], /Choices/],
  ])('refuses %j with its reason', async (args, reason) => {
    const { stdout, stderr, exitCode } = await explain('', ...args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(reason);
  });

  it('never throws on the recordings, seen as text', async () => {
    const responses = readFileSync(new URL('../../fixtures/recordings/responses.jsonl', import.meta.url));
    expect((await explain(responses, '--as', 'log')).exitCode).toBe(0);
    expect((await explain(responses, '--as', 'answer')).exitCode).toBe(0);
  });
});
