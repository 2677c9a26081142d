/**
 * Makes dist/flexcert-linux-x64: one executable file for a node without Node.js. It is Node itself with the published
 * package and its dependencies in it. Node is the one of the npm package that carries it, because a distribution's may
 * need libraries of its own.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { nodeOf } from '../test/support/node-versions.ts';

/** The first that makes executables by itself, 25.5, in a long-term release. */
const NODE_MAJOR = 26;
const root = fileURLToPath(new URL('../', import.meta.url)).replace(/\/$/, '');
const output = join(root, 'dist/flexcert-linux-x64');

/** Programs, data and licences; what only compilers and debuggers read stays out. */
const WANTED = /\.([cm]?js|json|css|xsd|yaml)$|\/loop$|\/licen[cs]e[^/]*$/i;
const UNWANTED = /\.d\.[cm]?ts$|\.map$|\/(test|tests|browser)\/|^dist\/src\/(executable|driver)\//;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(root, path))
    .filter((path) => WANTED.test(path) && !UNWANTED.test(path));
}

function dependencies(): string[] {
  const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .trim()
    .split('\n')
    .filter((path) => path !== root && path !== '');
}

function readPackage(): Record<string, string> {
  const own = ['dist', 'reports'].map((part) => join(root, part));
  const paths = ['package.json', 'LICENSE', ...[...own, ...dependencies()].flatMap(filesBelow)].sort();
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  return { ...files, 'start.cjs': 'exports.start = (program) => import("file://" + encodeURI(program));\n' };
}

const work = mkdtempSync(join(tmpdir(), 'flexcert-executable-'));
try {
  const text = JSON.stringify(readPackage());
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  writeFileSync(join(work, 'files'), packed);
  writeFileSync(
    join(work, 'key'),
    `${version}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
  );
  await build({
    entryPoints: [join(root, 'src/executable/main.ts')],
    outfile: join(work, 'main.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: `node${NODE_MAJOR}`,
    logLevel: 'warning',
  });
  const node = await nodeOf(NODE_MAJOR);
  const config = {
    main: join(work, 'main.cjs'),
    executable: node,
    output,
    disableExperimentalSEAWarning: true,
    // NODE_OPTIONS of whoever calls it is not meant for it.
    execArgvExtension: 'none',
    assets: { files: join(work, 'files'), key: join(work, 'key') },
  };
  writeFileSync(join(work, 'sea.json'), JSON.stringify(config));
  rmSync(output, { force: true });
  execFileSync(node, ['--build-sea', join(work, 'sea.json')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  console.log(
    `${relative(process.cwd(), output)}: ${mib(statSync(output).size)}, of it the package ${mib(packed.length)}`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
