import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { leftBehind } from '../sandbox/left-behind.ts';
import { needs } from '../support/needs.ts';

const cli = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const runProgram = fileURLToPath(new URL('../sandbox/programs/run.mjs', import.meta.url));

/** A run that is killed once it has made all that can be left behind. */
async function killedRun(): Promise<{ pid: number; images: string[] }> {
  const child = spawn(process.execPath, [runProgram, '{"isolation":"none"}'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  for await (const chunk of child.stderr) {
    said += String(chunk);
    if (said.includes('begun\n')) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { pid: child.pid ?? 0, images: [/"image":"([^"]+)"/.exec(said)?.[1] ?? ''] };
}

describe('flexcert clean', () => {
  it('gives back what a killed run left, and says what', async (context) => {
    needs(context, 'root');
    const { pid, images } = await killedRun();
    expect(leftBehind(pid, images)).not.toEqual([]);
    const { stdout, stderr, exitCode } = await execa(process.execPath, [cli, 'clean'], { reject: false });
    // Another process that cleans at this moment gives it back instead.
    const [pattern, code] =
      stdout === '' ? [/another flexcert is cleaning up/, 3] : [/^(Given back|Nothing was)/, 0];
    expect(stdout + stderr).toMatch(pattern);
    expect(exitCode).toBe(code);
    if (stdout.startsWith('Given back what')) expect(stdout).toContain(`loop devices over ${images[0]}`);
    while (leftBehind(pid, images).length > 0)
      await execa(process.execPath, [cli, 'clean'], { reject: false });
  });

  it('prints one JSON document for programs', async () => {
    const { stdout, exitCode } = await execa(process.execPath, [cli, 'clean', '--json'], { reject: false });
    if (exitCode === 0) expect(JSON.parse(stdout)).toMatchObject({ deadRuns: expect.any(Number), leaks: [] });
    else expect(stdout).toBe('');
  });
});
