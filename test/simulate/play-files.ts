import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMountTable } from '../../src/kubelet/mount-table.ts';
import { below } from '../../src/kubelet/mounts.ts';
import { driversOf, installScripted } from '../../src/simulate/install-scripted.ts';
import { play, type StepResult } from '../../src/simulate/play.ts';
import { readScenario } from '../../src/simulate/read-scenario.ts';
import { StepReader } from '../../src/simulate/step-reader.ts';
import { input, scratch, tell } from '../support/inside.ts';

/** Plays scenario files one after the other, each on a node of its own, and tells what came, in their order. */
const results: StepResult[][] = [];
for (const [index, { file, release }] of input<{ file: string; release: string }[]>().entries()) {
  results.push(await playFile(file, release, join(scratch, String(index))));
}
tell(results);

async function playFile(file: string, release: string, directory: string): Promise<StepResult[]> {
  const scenario = await readScenario([file]);
  const root = join(directory, 'kubelet');
  const pluginDirectory = join(directory, 'plugins');
  const state = join(directory, 'state');
  for (const path of [root, pluginDirectory, state]) mkdirSync(path, { recursive: true });
  const loop = scenario.loopMiB === undefined ? undefined : attachLoop(directory, scenario.loopMiB);
  const withLoop = loop === undefined ? {} : { loop };
  const steps: StepResult[] = [];
  const reader = new StepReader();
  try {
    installScripted({ scenario, root, pluginDirectory, state, ...withLoop });
    await play({
      scenario,
      root,
      pluginDirectory,
      ...withLoop,
      release,
      drivers: driversOf(scenario.objects),
      observer: {
        stepEnds: (_, { lists, ...result }, at) =>
          steps.push(reader.read({ kind: 'step-end', at, result, lists })),
      },
    });
  } finally {
    unmountAllBelow(directory);
    if (loop !== undefined) execFileSync('losetup', ['-d', loop]);
    rmSync(directory, { recursive: true });
  }
  return steps;
}

/** A lazy unmount takes along what is mounted below. */
function unmountAllBelow(directory: string): void {
  for (;;) {
    const [first] = below(readMountTable(), directory);
    if (first === undefined) return;
    execFileSync('umount', ['-l', first.mountPoint]);
  }
}

function attachLoop(directory: string, sizeMiB: number): string {
  const image = join(directory, 'image');
  writeFileSync(image, '');
  truncateSync(image, sizeMiB * 1024 * 1024);
  return execFileSync('losetup', ['--find', '--show', image], { encoding: 'utf8' }).trim();
}
