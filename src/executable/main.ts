import { createRequire } from 'node:module';
import { join } from 'node:path';
import { getAsset } from 'node:sea';
import { serve } from '../driver/driver.ts';
import { unpack } from './unpack.ts';

/**
 * What the one executable runs first. It carries the package as it is published and unpacks it once; after that it
 * serves as `node` for the package's own programs, so that no file of it has to know where it came from.
 */
const [first = '', ...rest] = process.argv.slice(2);

if (first === '--as-reference-driver') {
  // The interpreter of the reference driver: after the flag comes the path of the script, then the call. Nothing is
  // unpacked for it: a driver is called as whoever the kubelet is, and leaves nothing behind.
  process.exitCode = serve(rest.slice(1));
} else {
  startPackage();
}

function startPackage(): void {
  const home = unpack({ key: getAsset('key', 'utf8'), files: () => getAsset('files') });
  // A cell starts a program of ours, just as `node <program>` would.
  const isProgram = first.startsWith(`${home}/`);
  const program = isProgram ? first : join(home, 'dist/src/cli/main.js');
  process.argv = [process.execPath, program, ...(isProgram ? rest : process.argv.slice(2))];
  // Code that comes with the executable may import what is built in alone; what lies on the disk may import files.
  createRequire(join(home, 'start.cjs'))('./start.cjs').start(program);
}
