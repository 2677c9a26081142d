import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { readDriverInput } from '../conformance/driver/driver-input.ts';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE, profileFor } from '../kubelet/profile.ts';
import type { CellInput } from '../simulate/cell-input.ts';
import { chooseDriverName } from '../simulate/choose-driver-name.ts';
import { driversOf } from '../simulate/install-scripted.ts';
import { readScenario } from '../simulate/read-scenario.ts';
import type { Scenario } from '../simulate/scenario.ts';

/** What is to be played. */
export interface SimulationOptions {
  /** Paths of scenarios or manifests, or these as objects; together they are one scenario. */
  scenario: string | object | readonly (string | object)[];
  /** The executable, or its `<vendor~driver>` directory. Default: the scripted driver that the scenario describes. */
  driver?: string | undefined;
  /** `vendor/driver`, for an executable. Default: the name that the manifests use. */
  name?: string | undefined;
  /** Release of the kubelet. Default: the scenario's, or the newest measured. */
  kubelet?: string | undefined;
}

/**
 * Reads what is to be played, and finds the driver for it.
 *
 * @throws UsageError for files that cannot be read, and a driver that the manifests do not name
 */
export async function prepareSimulation(options: SimulationOptions): Promise<CellInput> {
  const given = Array.isArray(options.scenario) ? options.scenario : [options.scenario];
  const scenario = await readScenario(given as (string | object)[]);
  const release = options.kubelet ?? scenario.kubelet.version ?? DEFAULT_RELEASE;
  profileFor(release);
  const driver = driverOf(options, scenario);
  return { scenario, release, ...(driver === undefined ? {} : { driver }) };
}

/** @returns undefined for the scripted driver that the scenario describes */
function driverOf({ driver, name }: SimulationOptions, scenario: Scenario): CellInput['driver'] {
  if (driver === undefined) {
    if (scenario.driver !== undefined) return undefined;
    throw new UsageError(
      'which driver? The scenario describes none, so say: flexcert simulate --driver <driver> ...',
    );
  }
  const input = readDriverInput(
    driver,
    name ?? nameFor(driver, scenario),
    process.env as Record<string, string>,
  );
  const named = driversOf(scenario.objects);
  if (!named.includes(input.name)) {
    throw new UsageError(
      `${basename(driver)} is the driver "${input.name}", and the manifests name ${named.join(', ') || 'none'}: make flexVolume.driver and the driver's name the same, or say --name`,
    );
  }
  return { name: input.name, path: input.path, kind: input.kind };
}

/** An executable has the name that the manifests use; a directory has its own. */
function nameFor(driver: string, scenario: Scenario): string | undefined {
  const stat = statSync(driver, { throwIfNoEntry: false });
  return stat?.isFile() === true ? chooseDriverName(driver, scenario.objects) : undefined;
}
