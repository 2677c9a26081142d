import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { isOurs, readCatalogue, readSuite } from './catalogue.ts';
import { isModule } from './config/file.ts';
import type { Settings } from './config/settings.ts';
import { type Registered, registered } from './registry.ts';
import { select } from './selection.ts';

export type Choosing = Pick<
  Settings,
  'suite' | 'grep' | 'grepInvert' | 'level' | 'shard' | 'lastFailed' | 'output'
>;

export interface Choice {
  catalogue: Registered[];
  selected: Registered[];
  /** The flags that left requirements out, as they would be written. */
  selection: string[];
}

/**
 * Reads the catalogue and a vendor's own modules, and chooses from them.
 *
 * @throws UsageError for a module that cannot be read, an area that does not exist, a pattern that is none
 */
export async function chooseRequirements(settings: Choosing): Promise<Choice> {
  const modules = settings.suite.filter(isModule).map((path) => resolve(path));
  await readCatalogue();
  for (const module of modules) await readOwn(module);
  // A process that runs twice may have read the modules of another run before.
  const catalogue = registered().filter(({ module }) => isOurs(module) || modules.includes(module));
  const { grep, grepInvert, shard } = settings;
  const selected = select(catalogue, {
    areas: settings.suite.filter((name) => !isModule(name)),
    modules,
    levels: settings.level,
    ...(grep === undefined ? {} : { grep }),
    ...(grepInvert === undefined ? {} : { grepInvert }),
    ...(shard === undefined ? {} : { shard }),
    ...(settings.lastFailed ? { only: lastFailed(settings.output) } : {}),
  });
  return { catalogue, selected, selection: flagsThatSelect(settings) };
}

async function readOwn(path: string): Promise<void> {
  if (!existsSync(path)) {
    throw new UsageError(
      `--suite: there is no module ${path}. Give the path of a file, or the name of an area`,
    );
  }
  try {
    await readSuite(path);
  } catch (error) {
    throw new UsageError(`--suite: ${path} cannot be read: ${(error as Error)?.stack ?? String(error)}`);
  }
}

/** Ids that failed, or broke, in the record that the output folder holds. */
function lastFailed(output: string): Set<string> {
  const path = join(output, 'record.json');
  try {
    const { results } = JSON.parse(readFileSync(path, 'utf8')) as {
      results: { id: string; status: string }[];
    };
    return new Set(
      results.filter(({ status }) => status === 'failed' || status === 'error').map(({ id }) => id),
    );
  } catch (error) {
    throw new UsageError(
      `--last-failed: no record of a last run in ${path} (${(error as Error).message}). Run once without --last-failed`,
    );
  }
}

function flagsThatSelect({ suite, grep, grepInvert, level, lastFailed }: Choosing): string[] {
  return [
    ...suite.map((name) => `--suite ${name}`),
    ...(grep === undefined ? [] : [`--grep ${grep}`]),
    ...(grepInvert === undefined ? [] : [`--grep-invert ${grepInvert}`]),
    ...(level.length === 0 ? [] : [`--level ${level.join(',')}`]),
    ...(lastFailed ? ['--last-failed'] : []),
  ];
}
