import { readFileSync } from 'node:fs';

/** Version of the package, read from it so that it is said in one place. */
export function toolVersion(): string {
  const packageFile = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
}
