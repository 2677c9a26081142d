/**
 * What of dist is published: the bundles, what they read, and the declarations that the exports of package.json lead
 * to. Everything else there serves our own tests. npm reads dist/.npmignore when it packs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Written by other steps of the build. */
const MADE = ['catalogue.json', 'chunks/LICENSES.txt', 'driver/**', 'page/**'];

/** @param {string[]} bundles paths of the bundles, `dist/...` */
export function writePublishedFiles(bundles) {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  const types = Object.values(exports).flatMap(({ types }) => (types === undefined ? [] : [join(types)]));
  const kept = [...bundles, ...reachable(types)].map((path) => path.replace(/^dist\//, ''));
  const lines = [...new Set([...kept, ...MADE])].sort().map((path) => `!/${path}`);
  // Directories stay open, or what is in them could not be taken back.
  writeFileSync('dist/.npmignore', ['*', '!*/', ...lines, ''].join('\n'));
}

/**
 * Declarations, and all that they import of ours.
 *
 * @param {string[]} files
 */
function reachable(files) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {(file: string) => void} */
  const visit = (file) => {
    if (seen.has(file)) return;
    if (!existsSync(file)) throw new Error(`${file} is missing: the compiler should have written it`);
    seen.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g);
    for (const [, path] of imports) visit(join(dirname(file), path.replace(/\.[jt]s$/, '.d.ts')));
  };
  for (const file of files) visit(file);
  return [...seen];
}
