/**
 * Bundles what a user's machine starts, in the places where the compiler put it. Each cell of a run starts a Node of its
 * own, which took longer to find and load a hundred modules than to do its work: so what a cell loads, its program and a
 * suite, is one whole file each. The command line and what other programs import share their parts, in dist/chunks.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { writePublishedFiles } from './published-files.mjs';

const PACKAGE = JSON.parse(readFileSync('package.json', 'utf8'));

const sources = (await Promise.all(['src', 'suites'].map(filesBelow))).flat();

/** What is named in package.json. */
const imported = [...Object.values(PACKAGE.bin), ...Object.values(PACKAGE.exports).flatMap(jsOf)].map(
  (path) => path.replace(/^(\.\/)?dist\//, '').replace(/\.js$/, '.ts'),
);
/** What a cell loads. */
const loaded = sources.filter((path) => path.startsWith('suites/') || isProgram(path));

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

/** The one library that cells need, and seldom: apart, so that the others need not read it. */
const EXECA = 'chunks/execa';
const execaApart = (entry) => ({
  name: 'execa-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^execa$/ }, () => ({
      path: relative(dirname(entry), `${EXECA}.js`),
      external: true,
    })),
});

/** Some libraries of the command line are no modules. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);`;
const BANNER = `const DIST_URL = import.meta.url.slice(0, import.meta.url.lastIndexOf('/dist/') + '/dist/'.length);`;

const COMMON = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // The one that a vendor's tests run in.
  external: ['vitest'],
  metafile: true,
  logLevel: 'warning',
};
const placed = (path) => ({ in: path, out: path.replace(/\.ts$/, '') });

await rm('dist/chunks', { recursive: true, force: true });
const built = await Promise.all([
  build({
    ...COMMON,
    entryPoints: [...new Set(imported)].map(placed).concat({ in: 'execa', out: EXECA }),
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    banner: { js: `${REQUIRE}\n${BANNER}` },
    plugins: [staysInPlace, plainWidth],
  }),
  ...loaded.map((path) =>
    build({
      ...COMMON,
      entryPoints: [placed(path)],
      banner: { js: BANNER },
      plugins: [staysInPlace, execaApart(path)],
    }),
  ),
]);

// Listed once for all: to read it again from a hundred modules takes `flexcert list` longer than all the rest.
await rm('dist/catalogue.json', { force: true });
const listed = spawnSync(process.execPath, [resolve('dist/src/cli/main.js'), 'list', '--json'], {
  cwd: tmpdir(),
  encoding: 'utf8',
});
if (listed.status !== 0) throw new Error(`the catalogue cannot be listed: ${listed.stderr}`);
writeFileSync('dist/catalogue.json', listed.stdout);

writePublishedFiles(built.flatMap(({ metafile }) => Object.keys(metafile.outputs)));

// The licences of what is inside want to be kept with it.
const packages = new Set(
  built
    .flatMap(({ metafile }) => Object.keys(metafile.inputs))
    .flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
);
const notices = await Promise.all([...packages].sort().map(notice));
writeFileSync('dist/chunks/LICENSES.txt', notices.join('\n\n'));

async function notice(directory) {
  const { name, version, license } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  const file = (await readdir(directory)).find((candidate) => /^licen[cs]e/i.test(candidate));
  const text = file === undefined ? '' : await readFile(join(directory, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
