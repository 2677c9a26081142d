import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCatalogue } from '../../src/conformance/catalogue.ts';
import { openConformanceCell } from '../../src/conformance/cell.ts';
import { loadSettings } from '../../src/conformance/config/load.ts';
import type { Settings } from '../../src/conformance/config/settings.ts';
import { readMachine } from '../../src/conformance/machine.ts';
import type { Registered } from '../../src/conformance/registry.ts';
import { runConformance } from '../../src/conformance/run.ts';
import { directoryName, driverName, executableName } from '../../src/kubelet/paths.ts';
import { DEFAULT_RELEASE } from '../../src/kubelet/profile.ts';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { programFile } from '../../src/sandbox/program.ts';

const drivers = fileURLToPath(new URL('../../fixtures/drivers/healthy/', import.meta.url));

/** The requirements, as cells can load them: compiled. */
export async function compiledCatalogue(): Promise<Registered[]> {
  const catalogue = await readCatalogue();
  return catalogue.map((one) => ({ ...one, module: programFile(one.module) }));
}

export interface DriverRun {
  /** The `<vendor~driver>` directory; also one that the command line would refuse. */
  directory: string;
  /** The healthy driver whose configuration serves, `sh-loop`, or the path of a configuration. */
  like: string;
  catalogue: readonly Registered[];
  selected: readonly Registered[];
  kubelet?: string;
  /** In place of what the configuration says. */
  settings?: Partial<Settings>;
}

/** Certifies a driver as `flexcert run` does. */
export async function runDriver(run: DriverRun): Promise<FlexcertRecord> {
  const name = driverName(basename(run.directory));
  const { settings: configured, knownFailing } = loadSettings(
    { settings: {}, config: resolve(drivers, run.like.includes('/') ? run.like : `${run.like}.yaml`) },
    { env: {}, directory: drivers, release: run.kubelet ?? DEFAULT_RELEASE },
  );
  const settings = { ...configured, ...run.settings };
  return runConformance(
    {
      driver: {
        name,
        kind: 'directory',
        path: run.directory,
        executable: join(run.directory, executableName(directoryName(name))),
      },
      settings,
      knownFailing,
      machine: readMachine(settings.isolation, settings.env.PATH ?? ''),
      catalogue: run.catalogue,
      selected: run.selected,
      selection: [],
      tool: { version: 'test', suite: 'test' },
    },
    {
      openCell: openConformanceCell(settings, new AbortController().signal),
      signal: new AbortController().signal,
      onEvent: () => {},
    },
  );
}
