import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Profile } from '../kubelet/profile.ts';
import type { Isolation } from '../sandbox/types.ts';
import { daemonFindings } from './machine/daemon-findings.ts';
import { directoryFindings, noexec } from './machine/directory-findings.ts';
import { driverFindings, executableOf } from './machine/driver-findings.ts';
import { causesOfFindings } from './machine/drivers-here.ts';
import { SERVICE_PATH } from './machine/find-tool.ts';
import type { Finding } from './machine/finding.ts';
import { type InitResult, initDrivers } from './machine/init-drivers.ts';
import { findKubelets, type KubeletProcess } from './machine/kubelet-process.ts';
import { mountsOf, volumeFindings } from './machine/volume-findings.ts';
import type { Cause } from './match-rules.ts';

export interface ExamineOptions {
  profile: Profile;
  isolation: Isolation;
  /** Kubelets of this machine; looked for when absent. */
  kubelets?: readonly KubeletProcess[];
  signal?: AbortSignal;
}

/** One driver directory, looked at. */
export interface ExaminedDriver {
  directory: string;
  /** As volumes ask for it: `vendor/driver`. */
  driver: string;
  executable: string;
  causes: Cause[];
  /** How init went; absent where it could not be executed. */
  init?: InitResult;
  /** The kubelet cannot execute it where it lies: its filesystem is mounted noexec. A cell has it elsewhere. */
  noexec?: true;
}

export interface PluginDirectoryReport {
  path: string;
  kubelets: readonly KubeletProcess[];
  /** Of the directory as a whole, of volumes and daemons. */
  causes: Cause[];
  drivers: ExaminedDriver[];
  /** Something is certainly wrong. */
  broken: boolean;
}

/**
 * Looks at the drivers installed in a plugin directory, as the kubelet of this machine would find them:
 * names, modes, interpreters, architecture, what the scripts call, init of each (in a cell, unless told
 * otherwise), and the volumes that pods have of them.
 *
 * @throws UsageError when there is no such directory; HarnessError when no cell can be made here
 */
export async function examinePluginDirectory(
  given: string,
  options: ExamineOptions,
): Promise<PluginDirectoryReport> {
  const path = resolve(given);
  if (statsOf(path)?.isDirectory() !== true) throw new UsageError(noDirectory(given));
  const kubelets = options.kubelets ?? findKubelets();
  const kubelet = kubelets[0];
  const searched = kubelet?.path ?? SERVICE_PATH;
  const directories = directoriesIn(path);
  const found = new Map(directories.map((name) => [name, driverFindings(path, name, searched)]));
  const inits = await initDrivers(
    path,
    directories.filter((name) => canRun(found.get(name))),
    { ...options, path: searched },
  );
  const failing = directories.filter((name) => inits.get(name)?.explanation.conclusion.outcome !== 'success');
  const cannotExecute = noexec(path).length > 0;
  const drivers = directories.map((name): ExaminedDriver => {
    const init = inits.get(name);
    const findings = [...(found.get(name) ?? []), ...initFindings(path, name, init)];
    const { driver, executable } = executableOf(path, name);
    return {
      directory: name,
      driver,
      executable,
      causes: causesOf(findings, init?.explanation.causes),
      ...(init === undefined ? {} : { init }),
      ...(cannotExecute ? { noexec: true as const } : {}),
    };
  });
  const around = [
    ...directoryFindings(path, kubelets),
    ...volumeFindings(kubelet?.root ?? '/var/lib/kubelet', directories, mountsOf(kubelet?.pid)),
    ...daemonFindings(kubelets),
    ...neighbourFinding(path, failing, directories),
  ];
  const causes = causesOf(around);
  const broken = [...causes, ...drivers.flatMap((one) => one.causes)].some(
    (cause) => cause.certainty === 'certain' && cause.rule !== 'attach-assumed',
  );
  return { path, kubelets, causes, drivers, broken };
}

/** Directories that count as drivers: names that begin with a dot never do, links not at the first look. */
function directoriesIn(path: string): string[] {
  return readdirSync(path)
    .filter((name) => !name.startsWith('.') && lstatSync(join(path, name)).isDirectory())
    .sort();
}

const CANNOT_RUN =
  /^(?:executable-missing|no-tilde|broken-symlink|executable-is-directory|not-executable|interpreter-missing|carriage-return|wrong-architecture|no-interpreter-line)$/;

function canRun(findings: readonly Finding[] | undefined): boolean {
  return !(findings ?? []).some((finding) => CANNOT_RUN.test(finding.fact));
}

/** Before 1.24 drivers that fail hide the good ones: told once for all of them. */
function neighbourFinding(path: string, failing: readonly string[], all: readonly string[]): Finding[] {
  const good = all.filter((name) => !failing.includes(name));
  if (failing.length === 0 || good.length === 0) return [];
  return [
    {
      fact: 'init-fails',
      path,
      pluginDirectory: path,
      directories: failing.join(', '),
      neighbours: ` (here: ${good.join(', ')})`,
    },
  ];
}

const SLOW_INIT_MS = 1000;

function initFindings(path: string, name: string, init: ExaminedDriver['init']): Finding[] {
  if (init === undefined || init.ms < SLOW_INIT_MS) return [];
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  const held = init.ms - init.exitMs;
  if (held > SLOW_INIT_MS / 2) {
    return [{ fact: 'output-held-open', path: join(path, name), held: `${seconds(held)} s` }];
  }
  return [{ fact: 'slow-init', path: join(path, name), seconds: seconds(init.ms) }];
}

function causesOf(findings: readonly Finding[], more: readonly Cause[] = []): Cause[] {
  const sorted = [...causesOfFindings(findings), ...more].toSorted(
    (a, b) => Number(b.certainty === 'certain') - Number(a.certainty === 'certain'),
  );
  // What is known of a driver needs no guess at the same.
  return sorted.filter(
    ({ rule, certainty }) =>
      certainty === 'certain' ||
      !sorted.some((other) => other.rule === rule && other.certainty === 'certain'),
  );
}

function noDirectory(given: string): string {
  return `${given} is no directory. Name the plugin directory, by default /usr/libexec/kubernetes/kubelet-plugins/volume/exec${basename(given).includes('~') ? ' (the directory above the one of the driver)' : ''}`;
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
