import { execFileSync } from 'node:child_process';
import { rmSync, truncateSync, writeFileSync } from 'node:fs';

/** A loop device over a fresh, blank image, given back afterwards; for programs in a mount namespace. */
export async function withLoop<T>(
  image: string,
  megabytes: number,
  use: (device: string) => Promise<T>,
): Promise<T> {
  writeFileSync(image, '');
  truncateSync(image, megabytes << 20);
  const device = execFileSync('losetup', ['--find', '--show', image], { encoding: 'utf8' }).trim();
  try {
    return await use(device);
  } finally {
    execFileSync('losetup', ['--detach', device]);
    rmSync(image);
  }
}
