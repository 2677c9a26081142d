import * as modules from 'node:module';
import { extname } from 'node:path';

/** What suites import, wherever they lie and whether flexcert is installed beside them or not. */
const SPECIFIER = 'flexcert/suite';

/** In Node 22.15 and later; the other way is slower and will go. */
type RegisterHooks = (hooks: {
  resolve(
    specifier: string,
    context: unknown,
    next: (specifier: string, context: unknown) => unknown,
  ): unknown;
}) => unknown;

let done = false;

/**
 * Lets a vendor's suite import `flexcert/suite` and get the very test API of this process: another copy
 * would have a registry of its own, and its requirements would not be seen.
 */
export function resolveSuiteSpecifier(): void {
  if (done) return;
  done = true;
  const url = new URL(`./api${extname(import.meta.url)}`, import.meta.url).href;
  const { registerHooks } = modules as { registerHooks?: RegisterHooks };
  if (registerHooks !== undefined) {
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === SPECIFIER ? { url, shortCircuit: true } : next(specifier, context),
    });
    return;
  }
  const hooks = `export const resolve = (specifier, context, next) =>
    specifier === ${JSON.stringify(SPECIFIER)} ? { url: ${JSON.stringify(url)}, shortCircuit: true } : next(specifier, context);`;
  modules.register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}
