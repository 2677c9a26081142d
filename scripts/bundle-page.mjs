// Bundles the style and the script of the HTML report into one file each: dist/page/page.css, dist/page/page.js
import { build } from 'esbuild';

await build({
  entryPoints: { page: 'src/report/html/client/main.ts' },
  outdir: 'dist/page',
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome103', 'firefox113', 'safari16.4'],
  // An inline script ends at the first such tag, wherever it stands.
  supported: { 'inline-script': false },
  logLevel: 'warning',
});
await build({
  entryPoints: { page: 'src/report/html/style/page.css' },
  outdir: 'dist/page',
  bundle: true,
  minify: true,
  target: ['chrome103', 'firefox113', 'safari16.4'],
  logLevel: 'warning',
});
