import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { executablePath } from '../kubelet/paths.ts';
import type { KubernetesObject } from './objects.ts';
import type { Scenario } from './scenario.ts';
import { driverScript } from './scripted-driver.ts';

export interface ScriptedOptions {
  scenario: Scenario;
  /** The kubelet's root directory. */
  root: string;
  pluginDirectory: string;
  /** An empty directory for what the script counts. */
  state: string;
  loop?: string;
}

/** Puts the scripted driver of a scenario into the plugin directory, as every driver that the manifests name. */
export function installScripted({ scenario, root, pluginDirectory, state, loop }: ScriptedOptions): void {
  // Below the root, so that a bind mount of it is one of the root's own filesystem.
  const bindSource = join(root, '.bind-source');
  mkdirSync(bindSource, { recursive: true, mode: 0o755 });
  const script = driverScript({
    answers: scenario.driver ?? {},
    state,
    bindSource,
    ...(loop === undefined ? {} : { loop }),
  });
  for (const driver of driversOf(scenario.objects)) {
    const executable = executablePath(pluginDirectory, driver);
    mkdirSync(dirname(executable), { recursive: true });
    writeFileSync(executable, script, { mode: 0o755 });
  }
  if (scenario.brokenNeighbour !== undefined) mkdirSync(join(pluginDirectory, scenario.brokenNeighbour));
}

/** Every driver that the manifests name, in their order. */
export function driversOf(objects: readonly KubernetesObject[]): string[] {
  const sources = objects.flatMap((object) => {
    if (object.kind === 'Pod') return (object.spec.volumes ?? []).map((volume) => volume.flexVolume);
    return object.kind === 'PersistentVolume' ? [object.spec.flexVolume] : [];
  });
  return [...new Set(sources.flatMap((source) => (source === undefined ? [] : [source.driver])))];
}
