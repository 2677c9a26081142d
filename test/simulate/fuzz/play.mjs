/** Plays generated drivers in a cell, one after the other, and sends what became of each. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { executablePath } from '../../../dist/src/kubelet/paths.js';
import { insideCell } from '../../../dist/src/sandbox/inside-cell.js';
import { driversOf } from '../../../dist/src/simulate/install-scripted.js';
import { play } from '../../../dist/src/simulate/play.js';
import { readScenario } from '../../../dist/src/simulate/read-scenario.js';

const cell = insideCell();
for (const [index, generated] of cell.input.entries()) {
  const began = performance.now();
  const told = { calls: 0, steps: 0, crashed: false };
  let error;
  try {
    await playOne(generated, `${cell.paths.fixtures}/${index}`, told);
  } catch (caught) {
    error = String(caught?.stack ?? caught);
  }
  cell.send({ index, ...told, ms: Math.round(performance.now() - began), ...(error && { error }) });
}
process.exit();

async function playOne({ driver, release, scenario: source }, directory, told) {
  const scenario = await readScenario([source]);
  const [root, pluginDirectory, state] = ['kubelet', 'plugins', 'state'].map(
    (name) => `${directory}/${name}`,
  );
  for (const path of [root, pluginDirectory, state]) mkdirSync(path, { recursive: true });
  const drivers = driversOf(scenario.objects);
  for (const name of drivers) {
    const executable = executablePath(pluginDirectory, name);
    mkdirSync(dirname(executable), { recursive: true });
    writeFileSync(executable, driver.replace('\n', `\nSTATE=${state}\n`), { mode: 0o755 });
  }
  try {
    await play({
      scenario,
      release,
      root,
      pluginDirectory,
      drivers,
      observer: {
        call: () => told.calls++,
        stepEnds: (_, result) => {
          JSON.stringify(result);
          told.steps++;
        },
        crash: () => {
          told.crashed = true;
        },
      },
    });
  } finally {
    unmountBelow(directory);
  }
}

/** So that the mount table of a cell does not grow with each driver. */
function unmountBelow(directory) {
  for (;;) {
    const found = readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[4])
      .findLast((path) => path?.startsWith(directory));
    if (found === undefined) return;
    execFileSync('umount', [
      '--lazy',
      found.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    ]);
  }
}
