import { spawn } from 'node:child_process';

/** What every measured call is held against: the least that a Node process can do to run a program and read its output. */
export function bareSpawn(
  executable: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(executable, argv, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: '/' });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', () => resolve(performance.now() - begun));
  });
}
