/**
 * Lets a plain `node` of 20.19 and later run our TypeScript: for test programs that must be processes of their own,
 * such as those in a private mount namespace.
 */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';

// The same file is the registration on the main thread and the hook on the loader's.
if (!import.meta.url.endsWith('?hook')) register(`${import.meta.url}?hook`);

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { transform } = await import('@swc/core');
  const source = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await transform(source, {
    filename: fileURLToPath(url),
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
