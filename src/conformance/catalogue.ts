import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Registered, readModule, registered } from './registry.ts';
import { resolveSuiteSpecifier } from './suite-specifier.ts';

/** Beside src when the sources run, beside dist/src when the build does. */
const SUITES = new URL('../../suites/', import.meta.url);

/** Reads every suite that comes with flexcert. @returns the requirements in catalogue order */
export async function readCatalogue(): Promise<Registered[]> {
  for (const path of suiteModules()) await readSuite(path);
  return registered().filter(({ module }) => isOurs(module));
}

/** Reads one module of requirements. @param path absolute */
export async function readSuite(path: string): Promise<void> {
  if (!isOurs(path)) resolveSuiteSpecifier();
  await readModule(path, () => import(pathToFileURL(path).href));
}

/** Whether a module comes with flexcert. @param path absolute */
export function isOurs(path: string): boolean {
  return pathToFileURL(path).href.startsWith(SUITES.href);
}

/** Absolute paths, sorted, so that the order of the catalogue is everywhere the same. */
function suiteModules(): string[] {
  const extension = extname(import.meta.url);
  return readdirSync(SUITES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => fileURLToPath(new URL(name, SUITES)));
}
