import { dirname } from 'node:path';
import type { LogEvent } from './event.ts';
import type { Incident } from './incident.ts';

/** What else a log tells, for rules that need it beside the message that they match. */
export interface History {
  /** Directories whose probe failed, `a, b`; empty when none did. */
  failedProbes: string;
  /** Error texts begin in lower case: the release is 1.22 or later. */
  lowerCase: boolean;
  /** Where the kubelet of this log has its drivers; undefined when no call tells it. */
  pluginDirectory: string | undefined;
  /** Every driver that the log names. */
  drivers: string;
  /** Labels such as `mount-failed` of one pod, by its uid. */
  ofPod(uid: string | undefined): string;
  /** A step of this driver succeeded before a line, or after it. */
  succeededBefore(driver: string | undefined, line: number): boolean;
  succeededAfter(driver: string | undefined, line: number): boolean;
}

export function historyOf(events: readonly LogEvent[], incidents: readonly Incident[]): History {
  const labels = new Map<string, Set<string>>();
  const label = (uid: string | undefined, text: string) => {
    if (uid === undefined) return;
    labels.set(uid, (labels.get(uid) ?? new Set()).add(text));
  };
  for (const one of incidents) label(one.volume.podUid, `${one.command ?? one.operation ?? 'call'}-failed`);
  const steps: { driver: string; line: number }[] = [];
  for (const event of events) {
    if (event.kind !== 'step' || event.state !== 'succeeded') continue;
    label(
      event.volume.podUid,
      event.operation === 'MountVolume.SetUp' ? 'mount-succeeded' : `${event.operation}-succeeded`,
    );
    if (event.volume.uniqueName !== undefined) {
      steps.push({ driver: event.volume.uniqueName.replace(/^flexvolume-/, ''), line: event.line.number });
    }
  }
  const unique = (values: (string | undefined)[]) => [
    ...new Set(values.filter((value) => value !== undefined)),
  ];
  const ofDriver = (driver: string | undefined) =>
    steps.filter((step) => step.driver.startsWith(`${driver}/`));
  const executable = incidents.find((one) => one.call?.executable !== undefined)?.call?.executable;
  return {
    failedProbes: unique(incidents.map((one) => one.directory)).join(', '),
    lowerCase: incidents.some((one) => one.lowerCase === true),
    pluginDirectory: executable === undefined ? undefined : dirname(dirname(executable)),
    drivers: unique(incidents.map((one) => one.driver)).join(' '),
    ofPod: (uid) => [...(labels.get(uid ?? '') ?? [])].join(' '),
    succeededBefore: (driver, line) => ofDriver(driver).some((step) => step.line < line),
    succeededAfter: (driver, line) => ofDriver(driver).some((step) => step.line > line),
  };
}
