import { execa } from 'execa';

/** The command line is tested as users run it: compiled. */
export async function setup(): Promise<void> {
  await execa('npm', ['run', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
