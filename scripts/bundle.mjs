/**
 * Bundles what a user's machine starts into few files, in the places where the compiler put them: each cell of a run
 * starts a Node of its own, and to find and load a hundred modules took it longer than to do its work. What entries
 * share is in dist/chunks, so that there is one registry of requirements however it is reached.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const PACKAGE = JSON.parse(readFileSync('package.json', 'utf8'));

/** What is named in package.json, what a cell runs, and what the catalogue reads by name. */
async function entries() {
  const compiled = [...Object.values(PACKAGE.bin), ...Object.values(PACKAGE.exports).flatMap(jsOf)];
  const sources = await Promise.all(['src', 'suites'].map(filesBelow));
  return [
    ...compiled.map((path) => path.replace(/^(\.\/)?dist\//, '').replace(/\.js$/, '.ts')),
    ...sources.flat().filter((path) => path.startsWith('suites/') || isProgram(path)),
  ];
}

/** What runs in a cell. */
function isProgram(path) {
  return path.endsWith('program.ts') && readFileSync(path, 'utf8').includes(' insideCell');
}

function jsOf(target) {
  const path = typeof target === 'string' ? target : target.default;
  return path.endsWith('.js') ? [path] : [];
}

async function filesBelow(directory) {
  const names = await readdir(directory, { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(directory, name));
}

/**
 * A library that is replaced: with what letters of every script measure on a terminal, yargs makes our help, which is
 * in English. To load the tables for it takes a third of the start of a command.
 */
const plainWidth = {
  name: 'plain-width',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, () => ({ path: 'string-width', namespace: 'plain-width' }));
    onLoad({ filter: /./, namespace: 'plain-width' }, () => ({
      contents: 'export default (text) => text.length;',
    }));
  },
};

/** A module goes on to find its neighbours from where the compiler put it, whichever file its code is in now. */
const staysInPlace = {
  name: 'stays-in-place',
  setup({ onLoad }) {
    onLoad({ filter: /\/(src|suites)\/.*\.ts$/ }, async ({ path }) => {
      const place = path.slice(process.cwd().length + 1).replace(/\.ts$/, '.js');
      const text = await readFile(path, 'utf8');
      return {
        loader: 'ts',
        contents: text.replaceAll('import.meta.url', `(DIST_URL + ${JSON.stringify(place)})`),
      };
    });
  },
};

const BANNER = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
const DIST_URL = import.meta.url.slice(0, import.meta.url.lastIndexOf('/dist/') + '/dist/'.length);`;

await rm('dist/chunks', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [...new Set(await entries())],
  outdir: 'dist',
  outbase: '.',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  banner: { js: BANNER },
  plugins: [staysInPlace, plainWidth],
  metafile: true,
  logLevel: 'warning',
});

// Listed once for all: to read it again from a hundred modules takes `flexcert list` longer than all the rest.
await rm('dist/catalogue.json', { force: true });
const listed = spawnSync(process.execPath, [resolve('dist/src/cli/main.js'), 'list', '--json'], {
  cwd: tmpdir(),
});
if (listed.status !== 0) throw new Error(`the catalogue cannot be listed: ${listed.stderr}`);
writeFileSync('dist/catalogue.json', listed.stdout);

// The licences of what is inside want to be kept with it.
const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  ),
);
const notices = await Promise.all([...packages].sort().map(notice));
writeFileSync('dist/chunks/LICENSES.txt', notices.join('\n\n'));

async function notice(directory) {
  const { name, version, license } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  const file = (await readdir(directory)).find((candidate) => /^licen[cs]e/i.test(candidate));
  const text = file === undefined ? '' : await readFile(join(directory, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
