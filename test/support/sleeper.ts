import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a driver of which mount mounts, and then sleeps. @param seconds that nothing else sleeps for. @returns its path */
export function writeSleeper(folder: string, seconds: string): string {
  const path = join(folder, 'sleeper');
  writeFileSync(
    path,
    `#!/bin/sh
case $1 in
init) echo '{"status":"Success","capabilities":{"attach":false}}' ;;
mount) mount -t tmpfs none "$2" && sleep ${seconds} ;;
*) echo '{"status":"Not supported"}' ;;
esac
`,
  );
  chmodSync(path, 0o755);
  return path;
}

/** Whether a process with this argument runs. */
export function runsWith(argument: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument);
      } catch {
        return false;
      }
    });
}
