import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The file to run for a program that is named as a source, `new URL('./program.ts', import.meta.url)`: the
 * compiled one. Node 20 runs no TypeScript, and a cell starts twice as fast without a loader.
 */
export function programFile(program: URL | string): string {
  const path = typeof program === 'string' ? program : fileURLToPath(program);
  if (!path.endsWith('.ts')) return path;
  const compiled = path.replace(/\.ts$/, '.js');
  return existsSync(compiled)
    ? compiled
    : compiled.replace(/\/(?=(src|suites)\/(?!.*\/(src|suites)\/))/, '/dist/');
}
