import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SWITCHES } from '../../src/kubelet/releases/table.ts';
import type { StepResult } from '../../src/simulate/play.ts';
import { inMountNamespace } from '../support/namespace.ts';
import { needs } from '../support/needs.ts';

/** What a step comes to on one release, as far as the switch shows in it. */
interface ExpectedStep {
  /** Commands, or whole calls with `J` for the options. */
  calls: string[];
  error?: string;
  attached?: boolean | null;
  /** How many mounts there are, and directories of volumes. */
  mounts: number;
  volumeDirectories: number;
  owners?: string[];
  /** Options by command. */
  options?: Record<string, Record<string, string>>;
}

interface SwitchScenario {
  switch: string;
  releases: Record<string, { measured: boolean; steps: ExpectedStep[] }>;
}

const directory = new URL('../../fixtures/scenarios/', import.meta.url);
const files = readdirSync(directory).map((name) => new URL(name, directory).pathname);
const scenarios = files.map((file) => parse(readFileSync(file, 'utf8')) as SwitchScenario);

describe('scenarios of release switches', () => {
  it('say on which releases they are measured, and name a switch of the table', () => {
    for (const { switch: name, releases } of scenarios) {
      expect(SWITCHES).toHaveProperty(name);
      for (const [release, { measured }] of Object.entries(releases)) {
        expect(measured).toBe(release === '1.20' || release === '1.32');
      }
    }
  });

  it('show a difference between releases', () => {
    for (const { switch: name, releases } of scenarios) {
      const outcomes = Object.values(releases).map(({ steps }) => JSON.stringify(steps));
      expect(new Set(outcomes).size, name).toBeGreaterThan(1);
    }
  });

  it('come out as the sheet says', async (context) => {
    needs(context, 'root', 'unshare', 'mkfs.ext4', 'losetup');
    const plays = scenarios.flatMap(({ releases }, index) =>
      Object.keys(releases).map((release) => ({ file: files[index], release, index })),
    );
    const played = await inMountNamespace<StepResult[][]>(new URL('./play-files.ts', import.meta.url), plays);
    for (const [number, { release, index }] of plays.entries()) {
      const scenario = scenarios[index] as SwitchScenario;
      const expected = scenario.releases[release]?.steps ?? [];
      const got = (played[number] ?? []).map((step, at) => shown(step, expected[at], scenario.switch));
      expect(got, `${scenario.switch} on ${release}`).toEqual(expected);
    }
  }, 120_000);
});

/** A step as far as the scenario speaks of it. */
function shown(step: StepResult, expected: ExpectedStep | undefined, name: string): ExpectedStep {
  const full = expected?.calls.some((call) => call.includes(' ')) === true;
  const isVolume = (line: string): boolean => /volumes\/[^/]*\/[^/ ]+ |mounts\/[^/ ]+ /.test(line);
  const all = name === 'makesPodsDirectoryAtStart';
  return {
    calls: step.calls.map((call) => (full ? shapeOf(call) : (call[0] ?? ''))),
    ...(step.error === undefined ? {} : { error: step.error }),
    ...(step.attached === undefined ? {} : { attached: step.attached }),
    mounts: step.mounts.length,
    volumeDirectories: step.directories.filter((line) => all || isVolume(line)).length,
    ...(expected?.owners === undefined
      ? {}
      : { owners: step.owners.filter((line) => line.includes('/link ')) }),
    ...(expected?.options === undefined ? {} : { options: optionsOf(step, Object.keys(expected.options)) }),
  };
}

function shapeOf(call: readonly string[]): string {
  return call.map((part) => (part.startsWith('{') ? 'J' : part === '' ? '""' : part)).join(' ');
}

function optionsOf(step: StepResult, commands: string[]): Record<string, Record<string, string>> {
  return Object.fromEntries(
    commands.map((command) => {
      const call = step.calls.findLast(([name]) => name === command) ?? [];
      return [
        command,
        JSON.parse(call.find((part) => part.startsWith('{')) ?? '{}') as Record<string, string>,
      ];
    }),
  );
}
