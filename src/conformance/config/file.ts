import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import { UsageError } from '../../errors.ts';
import { dotted } from './complaint.ts';
import { type Layer, readLayer } from './layer.ts';
import { CONFIG_NAMES } from './names.ts';
import type { Config } from './schema.ts';

/**
 * Reads the named file, or the first of CONFIG_NAMES in the directory.
 *
 * @returns the settings, with paths in it made absolute; undefined when there is no such file and none was named
 * @throws UsageError that names file, line, key and the allowed values
 */
export function readConfigFile(named: string | undefined, directory: string): Config | undefined {
  const path =
    named ?? CONFIG_NAMES.map((name) => resolve(directory, name)).find((candidate) => existsSync(candidate));
  if (path === undefined) return undefined;
  const config = readLayer(fileLayer(path, readText(resolve(directory, path))));
  return withAbsolutePaths(config, dirname(resolve(directory, path)));
}

/** A text of YAML or JSON with the lines of its keys. @throws UsageError when it is neither */
export function fileLayer(name: string, text: string): Layer {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new UsageError(`${name}:${line}:${col}: ${broken.message}`);
  }
  return {
    raw: document.toJS() ?? {},
    where: (path) => `${name}:${lines.linePos(offsetOf(document.contents, path)).line}: ${dotted(path)}`,
  };
}

/** Where the deepest key of the path that exists begins. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root as { range?: readonly number[] | null; items?: unknown[] } | null;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = (node.items as Pair[]).find(({ key: own }) => isScalar(own) && String(own.value) === key);
      if (pair === undefined) return offset;
      offset = (pair.key as { range?: readonly number[] }).range?.[0] ?? offset;
      node = pair.value as typeof node;
    } else {
      node = (node?.items?.[Number(key)] as typeof node) ?? null;
      if (node === null) return offset;
      offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `cannot read the configuration ${path}: ${(error as Error).message}. Check the path after --config`,
    );
  }
}

/** Paths in a file are meant from where the file is. */
function withAbsolutePaths(config: Config, from: string): Config {
  const { driver, output, suite, 'known-failing': known } = config;
  return {
    ...config,
    ...(driver === undefined ? {} : { driver: resolve(from, driver) }),
    ...(output === undefined ? {} : { output: resolve(from, output) }),
    ...(suite === undefined
      ? {}
      : { suite: suite.map((name) => (isModule(name) ? resolve(from, name) : name)) }),
    ...(typeof known === 'string' ? { 'known-failing': resolve(from, known) } : {}),
  };
}

/** `--suite` names an area, or a module of a vendor's own by its path. */
export function isModule(suite: string): boolean {
  return suite.includes('/') || /\.[cm]?[jt]s$/.test(suite);
}
