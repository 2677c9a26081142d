import { release as kernelRelease } from 'node:os';
import { execa } from 'execa';
import { profileFor, unmeasuredSwitches } from '../kubelet/profile.ts';
import { MEASURED_RELEASES, releaseLine } from '../kubelet/releases/release.ts';
import { driverFiles } from '../record/driver-files.ts';
import { redactConfig } from '../record/redaction.ts';
import { type FlexcertRecord, type Leak, RECORD_VERSION, type Result } from '../record/schema.ts';
import { deriveSummary } from '../record/verdict.ts';
import { capabilitiesMissing } from './capabilities-missing.ts';
import type { Settings } from './config/settings.ts';
import type { DriverInput } from './driver/driver-input.ts';
import type { DriverFacts } from './facts.ts';
import { knownFilesystems } from './machine.ts';

/** All that a record is made from. */
export interface RunFindings {
  tool: { version: string; suite: string };
  input: DriverInput;
  facts: DriverFacts;
  settings: Settings;
  selection: readonly string[];
  startedAt: number;
  ended?: string | undefined;
  limits: readonly string[];
  results: Result[];
  leaks: Leak[];
}

/** The one record of a run. */
export async function recordRun(findings: RunFindings): Promise<FlexcertRecord> {
  const { tool, input, facts, settings, results, leaks, ended } = findings;
  return {
    version: RECORD_VERSION,
    tool: { name: 'flexcert', ...tool },
    driver: {
      name: input.name,
      path: input.path,
      files: driverFiles(input.path),
      ...(facts.version === undefined ? {} : { version: facts.version }),
      ...(facts.initError === undefined && facts.unprobed === undefined
        ? { capabilities: { ...facts.capabilities } }
        : {}),
      commands: [...facts.commands],
    },
    kubelet: { releases: settings.kubelet.map(releaseFacts) },
    environment: {
      kernel: kernelRelease(),
      node: process.version,
      utilLinux: await utilLinuxVersion(),
      filesystems: knownFilesystems(),
      user: process.getuid?.() === 0 ? 'root' : 'user',
      isolation: settings.isolation,
      capabilitiesMissing: capabilitiesMissing(),
      lacks: lacksOf(results),
    },
    config: redactConfig(settings) as Record<string, unknown>,
    startedAt: new Date(findings.startedAt).toISOString(),
    durationMs: Date.now() - findings.startedAt,
    ...(findings.selection.length === 0 ? {} : { selection: [...findings.selection] }),
    ...(settings.strict ? { strict: true } : {}),
    ...(settings.shuffle === undefined ? {} : { seed: settings.shuffle }),
    ...(settings.shard === undefined ? {} : { shard: settings.shard }),
    ...(ended === undefined ? {} : { ended }),
    limits: [...new Set(findings.limits)],
    summary: deriveSummary({ results, strict: settings.strict, ended }),
    results,
    leaks,
  };
}

function releaseFacts(release: string) {
  return {
    release,
    measured: (MEASURED_RELEASES as readonly string[]).includes(releaseLine(release)),
    unmeasured: unmeasuredSwitches(profileFor(release)).map(({ name }) => name),
  };
}

/** What this machine lacked, as the skipped results say it. */
function lacksOf(results: readonly Result[]): string[] {
  const reasons = results.filter(({ status }) => status === 'skipped').map(({ message }) => message ?? '');
  return [...new Set(reasons)];
}

/** `2.38.1`; `unknown` where there is none. */
async function utilLinuxVersion(): Promise<string> {
  const { stdout } = await execa('unshare', ['--version'], { reject: false });
  return /util-linux (\S+)/.exec(String(stdout))?.[1] ?? 'unknown';
}
