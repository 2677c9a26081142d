import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Choice, chooseRequirements } from '../conformance/choose.ts';
import type { KnownFailing } from '../conformance/config/known-failing.ts';
import { type Loaded, loadSettings } from '../conformance/config/load.ts';
import type { Settings } from '../conformance/config/settings.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE, profileFor } from '../kubelet/profile.ts';
import { checkReporterNames } from '../report/write-reports.ts';
import { flagsOf, type RunArgs } from './run-options.ts';

/** What a command line asks for, checked as far as that is possible without a driver. */
export interface PreparedRun {
  settings: Settings;
  knownFailing: KnownFailing;
  choice: Choice;
  reporters: readonly string[];
}

const DEFAULT_REPORTERS = ['json', 'junit', 'html'];

/**
 * @param adjust what a command makes of the effective configuration before anything follows from it
 * @throws UsageError for whatever is wrong with flags, environment, configuration or a vendor's suite
 */
export async function prepareRun(
  args: RunArgs,
  adjust: (loaded: Loaded) => Loaded = (loaded) => loaded,
): Promise<PreparedRun> {
  const from = { env: process.env, directory: process.cwd(), release: DEFAULT_RELEASE };
  const { settings, knownFailing } = adjust(loadSettings(flagsOf(args), from));
  settings.kubelet.forEach(requireTodaysCalls);
  const reporters = settings.reporter.length === 0 ? DEFAULT_REPORTERS : settings.reporter;
  checkReporterNames(reporters);
  const choice = await chooseRequirements(settings);
  return { settings, knownFailing, choice, reporters };
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

/** Requirements speak of the calls of 1.6 and later: a driver of before cannot work there, and the reverse. */
function requireTodaysCalls(release: string): void {
  if (profileFor(release).speaksTodaysCalls) return;
  throw new UsageError(`--kubelet ${release}: requirements run on 1.6 and later; simulate and call know it`);
}
