import { type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Cause, matchRules } from '../match-rules.ts';
import { homeOf, isShim } from '../recorder/home.ts';
import { RULES } from '../rules/index.ts';
import { latin1 } from '../show-bytes.ts';
import { noexec } from './directory-findings.ts';
import { driverFindings, executableOf } from './driver-findings.ts';
import { SERVICE_PATH } from './find-tool.ts';
import type { Finding } from './finding.ts';
import { DEFAULT_PLUGIN_DIRECTORY, type KubeletProcess } from './kubelet-process.ts';
import { optionFindings } from './option-findings.ts';

/** A driver of which a log speaks, as it lies on this machine now. */
export interface DriverHere {
  executable: string;
  causes: Cause[];
}

/** What a log tells of the driver. */
export interface DriverInLog {
  executable?: string | undefined;
  /** `vendor/driver`; of use where no path is told. */
  driver?: string | undefined;
  args?: readonly string[] | undefined;
}

/** Looks a driver up on this machine; undefined when its directory is not here. */
export type LookAtDriver = (driver: DriverInLog) => DriverHere | undefined;

/** @param kubelets those that run here: their PATH and plugin directories count */
export function driversHere(kubelets: readonly KubeletProcess[]): LookAtDriver {
  const path = kubelets[0]?.path ?? SERVICE_PATH;
  const directories = [...kubelets.map((one) => one.pluginDirectory), DEFAULT_PLUGIN_DIRECTORY];
  return ({ executable, driver, args }) => {
    const named = driver === undefined ? [] : directories.map((one) => executableIn(one, driver));
    const found = (executable === undefined ? named : [executable]).find(isInstalled);
    if (found === undefined) return undefined;
    const directory = dirname(found);
    const findings = [
      ...noexec(directory),
      ...driverFindings(dirname(directory), basename(directory), path),
      ...optionFindings(textOf(found), args ?? []),
    ];
    return { executable: found, causes: causesOfFindings(findings) };
  };
}

/** The causes that rules know for what was found on this machine. */
export function causesOfFindings(findings: readonly Finding[]): Cause[] {
  return findings.flatMap((finding) => {
    const aspects = Object.fromEntries(
      Object.entries(finding).map(([key, value]) => [key, latin1(value ?? '')]),
    );
    return matchRules({ on: 'machine', aspects: { ...aspects, file: aspects.path } }, RULES);
  });
}

function executableIn(pluginDirectory: string, driver: string): string {
  return join(pluginDirectory, driver.replaceAll('/', '~'), driver.slice(driver.lastIndexOf('/') + 1));
}

/** A path out of a log is looked at only where it can be a driver's, and opened only where it is a file. */
function isInstalled(executable: string): boolean {
  const directory = dirname(executable);
  if (executableOf(dirname(directory), basename(directory)).executable !== executable) return false;
  if (statsOf(directory)?.isDirectory() !== true) return false;
  const stats = statsOf(executable);
  return stats === undefined || stats.isFile() || stats.isDirectory();
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** While a driver is recorded, its own text lies beside the shim. */
function textOf(executable: string): string {
  return isShim(executable) ? homeOf(executable).moved : executable;
}
