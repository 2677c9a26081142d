import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import type { ByHand } from '../../src/conformance/by-hand/messages.ts';
import { needs } from '../support/needs.ts';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const healthy = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/drivers/healthy/flexcert.test~${name}`, import.meta.url));

const scratch = mkdtempSync(join(tmpdir(), 'flexcert-test-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function driver(name: string, body: string): string {
  const path = join(scratch, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

function call(...args: string[]) {
  return execa(process.execPath, [cli, 'call', ...args], {
    reject: false,
    cwd: scratch,
    env: { NO_COLOR: '1' },
  });
}

async function json(...args: string[]): Promise<ByHand & { code: number | undefined; kubelet: string }> {
  const { stdout, exitCode, stderr } = await call('--json', ...args);
  if (stdout === '') throw new Error(stderr);
  return { ...(JSON.parse(stdout) as ByHand & { kubelet: string }), code: exitCode };
}

/** Answers with its own arguments, in the message of a success. */
const ECHO = `n=""; for a in "$@"; do n="$n<$(printf %s "$a" | sed 's/"/~/g')>"; done; printf '{"status":"Success","message":"%s"}' "$n"`;

describe('flexcert call', () => {
  it('takes arguments as they stand, empty ones and those after -- too', async (context) => {
    needs(context, 'root');
    const told = await json(driver('echo', ECHO), 'mount', '', '/a b', '{"x":1}', '--', '--force');
    expect(told.call?.argv).toEqual(['mount', '', '/a b', '{"x":1}', '--force']);
    expect(told.call?.conclusion.status?.message).toBe('<mount><></a b><{~x~:1}><--force>');
    expect(told).toMatchObject({ code: 0, kubelet: '1.32', before: [] });
  });

  it('calls once, with the arguments that a kubelet of the release gives', async (context) => {
    needs(context, 'root');
    const echo = driver('nas', ECHO);
    const flags = ['-o', 'share=a<b', '--secret', 'user=geheimnis', '--kubelet'];
    const newer = (await json(echo, 'mount', ...flags, '1.32', '--fs-group', '42')).call;
    expect(newer?.argv[1]).toMatch(
      /^\/var\/lib\/kubelet\/pods\/[0-9a-f-]{36}\/volumes\/flexcert\.test~nas\/vol-1$/,
    );
    expect(JSON.parse(newer?.argv[2] ?? '')).toMatchObject({
      share: 'a<b',
      'kubernetes.io/mounterArgs.FsGroup': '42',
      'kubernetes.io/secret/user': '[redacted]',
    });
    expect(newer?.argv[2]).toContain('"share":"a\\u003cb"');
    const older = (await json(echo, 'mount', ...flags, '1.4', '--device', '/dev/x')).call;
    expect(older?.argv).toHaveLength(4);
    expect(older?.argv[2]).toBe('/dev/x');
    const detach = (await json(echo, 'detach', '--node', 'n7')).call;
    expect(detach?.argv).toEqual(['detach', 'vol-1', 'n7']);
    expect(newer?.conclusion.status?.message).not.toContain('geheimnis');
  });

  it.for([
    [`echo '{"status":"Success"}'`, 'mount', 0],
    [`echo '{"status":"Not supported"}'; exit 1`, 'mount', 0],
    [`echo '{"status":"Not supported"}'; exit 1`, 'init', 1],
    [`echo '{"status":"Failure","message":"no"}'; exit 1`, 'mount', 1],
    [`echo '{"status":"Success"}'; exit 1`, 'mount', 1],
    [`echo '{"status":"Success","capabilities":null}'`, 'init', 1],
    ['exec sleep 60', 'mount', 1],
    ['kill -9 $PPID', 'mount', 1],
  ] as [string, string, number][])(
    'ends the command for %s after %s with %i',
    async ([body, command, code], context) => {
      needs(context, 'root');
      const { exitCode, stdout } = await call(driver('one', body), command, '--timeout', '700ms');
      expect({ exitCode, stdout: stdout !== '' }).toEqual({ exitCode: code, stdout: true });
    },
  );

  it('makes the calls before it when asked, and sees what is mounted', async (context) => {
    needs(context, 'root', 'mkfs.ext4');
    const options = ['-o', 'image={{image}}', '--prepare'];
    const mount = await json(healthy('sh-loop'), 'mount', ...options);
    expect(mount.before.map((one) => one.argv[0])).toContain('mountdevice');
    expect(mount.mounted).toMatchObject([{ fsType: 'ext4', path: mount.call?.argv[1], readOnly: false }]);
    expect(mount.target).toMatchObject({ exists: true, looksMounted: true });
    const unmount = await json(healthy('sh-loop'), 'unmount', ...options);
    expect(unmount.unmounted).toHaveLength(1);
    expect(unmount.mounted).toEqual([]);
    const plain = await json(healthy('tmpfs'), 'mount', '-o', 'size=16Mi', '--prepare');
    expect(plain.before.map((one) => one.argv[0])).toEqual(['init']);
    expect(plain.mounted).toMatchObject([{ fsType: 'tmpfs' }]);
  });

  it('says where it got stuck on the way', async (context) => {
    needs(context, 'root');
    const path = driver(
      'stuck',
      `case $1 in init|getvolumename) echo '{"status":"Success"}';; *) echo oops;; esac`,
    );
    const { stdout, exitCode, stderr } = await call(path, 'mount', '--prepare');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toMatch(/attach +exit 0 after .* invalid character 'o' looking for beginning of value/);
    expect(stdout).toMatch(/^stuck +invalid character 'o' looking for beginning of value$/m);
    expect(stdout).not.toMatch(/^call /m);
  });

  it('traces programs, missing tools and files, without holding the call open', async (context) => {
    needs(context, 'root', 'strace');
    const path = driver(
      'busy',
      `no-such-tool 2>/dev/null; mkdir "$2/sub"; echo x >"$2/sub/file"; /bin/echo geheimnis >/dev/null
       (setsid sleep 30 >/dev/null 2>&1 &); echo '{"status":"Success"}'`,
    );
    const told = await json(path, 'mount', '--trace', '--secret', 'key=geheimnis', '--timeout', '20s');
    expect(told.call).toMatchObject({ end: 'eof', exit: { code: 0 } });
    expect(told.call?.durationMs).toBeLessThan(15_000);
    expect(told.trace?.missing).toEqual(['no-such-tool']);
    const ran = told.trace?.programs.map(({ argv }) => argv.join(' ')) ?? [];
    expect(ran).toContain(`mkdir ${told.target?.path}/sub`);
    expect(ran).toContain('/bin/echo [redacted]');
    expect(told.trace?.opened).toContainEqual({ path: `${told.target?.path}/sub/file`, writes: true });
  });

  it('shows the place, the cause and what follows', async (context) => {
    needs(context, 'root');
    const { stdout } = await call(driver('noisy', `echo warn >&2; echo '{"status":"Success"}'`), 'mount');
    expect(stdout).toContain("kubelet   invalid character 'w' looking for beginning of value");
    expect(stdout).toMatch(/\^ byte 1/);
    expect(stdout).toMatch(/^cause +something was written before the answer$/m);
    expect(stdout).toMatch(/^next +waitforattach/m);
    expect(stdout).toContain('to this kubelet the directory is no mount point');
  });

  it('writes out what a terminal would obey', async (context) => {
    needs(context, 'root');
    const { stdout } = await call(driver('esc', `printf '{"status":"Success"}\\033[2J\\377'`), 'unmount');
    expect(stdout).not.toContain('\x1b');
    expect(stdout).toContain('\\x1b[2J\\xff');
  });

  it.each([
    [['/no/such/driver', 'init'], /no driver at \/no\/such\/driver/],
    [[healthy('tmpfs'), 'attach', '--kubelet', '1.20,1.32'], /name one release/],
    [[healthy('tmpfs'), 'mountdevice', '--kubelet', '1.4'], /kubelet 1.4 has no call mountdevice/],
    [[healthy('tmpfs'), 'unmount', '--kubelet', '1.4', '--prepare'], /--prepare/],
    [[healthy('tmpfs')], /need at least 2.*flexcert call --help/],
    [[healthy('tmpfs'), 'mount', '-o', 'x={{nothing}}'], /is no placeholder/],
  ])('refuses %j with its cause', async (args, text) => {
    const { exitCode, stderr, stdout } = await call(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(text);
  });

  it('ends by signal, and the driver with it', async (context) => {
    needs(context, 'root');
    const marker = join(scratch, 'started');
    const path = driver('long', `echo $$ >${marker}; exec sleep 300`);
    const running = call(path, 'mount', '--isolation', 'none');
    while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 20));
    running.kill('SIGINT');
    const { exitCode, stdout } = await running;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
  });
});
