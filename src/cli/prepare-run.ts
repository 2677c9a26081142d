import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type PreparedRun, prepareRun } from '../api/prepare-run.ts';
import { type Loaded, loadSettings } from '../conformance/config/load.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import { checkReporterNames } from '../report/write-reports.ts';
import { flagsOf, type RunArgs } from './run-options.ts';

/** What a command line asks for, checked as far as that is possible without a driver. */
export interface RunFromFlags extends PreparedRun {
  reporters: readonly string[];
}

const DEFAULT_REPORTERS = ['json', 'junit', 'html'];

/**
 * @param adjust what a command makes of the effective configuration before anything follows from it
 * @throws UsageError for whatever is wrong with flags, environment, configuration or a vendor's suite
 */
export async function prepareFromFlags(
  args: RunArgs,
  adjust: (loaded: Loaded) => Loaded = (loaded) => loaded,
): Promise<RunFromFlags> {
  const from = { env: process.env, directory: process.cwd(), release: DEFAULT_RELEASE };
  const loaded = adjust(loadSettings(flagsOf(args), from));
  const { reporter } = loaded.settings;
  const reporters = reporter.length === 0 ? DEFAULT_REPORTERS : reporter;
  checkReporterNames(reporters);
  return { ...(await prepareRun(loaded)), reporters };
}

/** Made before the run, so that none is made for nothing. @returns its absolute path */
export function makeOutputFolder(output: string): string {
  const path = resolve(output);
  try {
    makeDirectory(path);
  } catch (error) {
    throw new UsageError(
      `the output folder cannot be made: ${(error as Error).message}. Name another: --output`,
    );
  }
  return path;
}

/** Node's own recursive mkdir never ends where the kernel lets nobody make anything, as in /proc. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
}
