import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HarnessError } from '../errors.ts';

/** What the worker beside this container has agreed upon with it. */
export interface Worker {
  /** Absolute; the worker reads `done` in it. */
  results: string;
  /** Where progress is posted; absent where nobody listens. */
  progressUrl?: string;
  /** A folder with the files of the plugin's config map. */
  config: string;
}

/** Sonobuoy's environment of a plugin container, with the defaults that its worker has too. */
export function workerOf(env: NodeJS.ProcessEnv, results?: string): Worker {
  const port = env.SONOBUOY_PROGRESS_PORT;
  return {
    results: resolve(results ?? (env.SONOBUOY_RESULTS_DIR || env.RESULTS_DIR || '/tmp/results')),
    config: env.SONOBUOY_CONFIG_DIR || '/tmp/sonobuoy/config',
    ...(port ? { progressUrl: `http://localhost:${port}/progress` } : {}),
  };
}

const DONE = 'done';

/** A container that is started again after it was done must not begin anew: its results are on their way. */
export function isDone({ results }: Worker): boolean {
  return statSync(join(results, DONE), { throwIfNoEntry: false }) !== undefined;
}

/** The folder that is handed over: the worker packs it and sends it to the aggregator. */
export function handedOver({ results }: Worker): string {
  const folder = join(results, 'flexcert');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new HarnessError(
      `${folder} cannot be made: ${(error as Error).message}. Mount the volume "results" there, or say --results DIR`,
    );
  }
  return folder;
}

/**
 * Tells the worker that all results are written. By rename, since it looks every second and reads at once; after
 * everything else, since it packs whatever is there.
 */
export function tellDone({ results }: Worker, folder: string): void {
  const partial = join(results, `.${DONE}.part`);
  writeFileSync(partial, folder);
  renameSync(partial, join(results, DONE));
}
