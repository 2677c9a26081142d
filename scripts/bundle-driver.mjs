/**
 * Bundles the reference driver into one executable file in a directory that can be installed as it stands:
 * dist/driver/flexcert.test~loop/loop
 */
import { chmod } from 'node:fs/promises';
import { build } from 'esbuild';

const file = 'dist/driver/flexcert.test~loop/loop';

await build({
  entryPoints: ['src/driver/main.ts'],
  outfile: file,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // A file without an ending is CommonJS or a module as the nearest package.json says: these lines suit both.
  banner: { js: '#!/usr/bin/env node\n((require) => {' },
  footer: { js: '})((name) => process.getBuiltinModule(name));' },
  logLevel: 'warning',
});
await chmod(file, 0o755);
