import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freshDevice } from '../fixtures/device.ts';
import { insideCell } from '../sandbox/inside-cell.ts';
import type { CellInput } from './cell-input.ts';
import { installDriver } from './install-driver.ts';
import { driversOf, installScripted } from './install-scripted.ts';
import { play } from './play.ts';
import { StoryTeller } from './story-teller.ts';

/** Runs in a cell: puts the driver in its place, plays the scenario, and tells the parent as it goes. */
const cell = insideCell<CellInput>();
const { input, paths, ledger, isolation } = cell;
const { scenario, release, driver } = input;
const { kubeletRoot: root, pluginDirectory } = paths;
try {
  const loop =
    scenario.loopMiB === undefined
      ? {}
      : {
          loop: (await freshDevice({ paths, ledger }, { sizeMiB: scenario.loopMiB, filesystem: 'none' }))
            .path,
        };
  if (driver === undefined) {
    const state = join(paths.fixtures, 'scripted-driver');
    mkdirSync(state, { recursive: true });
    installScripted({ scenario, root, pluginDirectory, state, ...loop });
  } else {
    installDriver(driver, pluginDirectory);
  }
  if (scenario.brokenNeighbour !== undefined) {
    mkdirSync(join(pluginDirectory, scenario.brokenNeighbour), { recursive: true });
  }
  const drivers = driver === undefined ? driversOf(scenario.objects) : [driver.name];
  const observer = new StoryTeller((event) => cell.send(event));
  await play({ scenario, release, root, pluginDirectory, drivers, ...loop, observer });
} finally {
  if (isolation === 'none') await ledger.giveBackAll();
}
// A driver's child may keep a pipe open; nothing here waits for it.
process.exit(0);
