import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../src/diagnose/log/explain-log.ts';

const directory = new URL('../../../fixtures/recordings/logs/', import.meta.url);

/** What each log tells, as one reads it: command or operation, how often, and the causes, guesses with a `?`. */
function told(text: string): string[] {
  return explainLog(text).troubles.map(({ incident, causes }) => {
    const rules = causes.map(({ rule, certainty }) => (certainty === 'certain' ? rule : `${rule}?`));
    return [incident.command ?? incident.operation, `${incident.count}x`, ...rules].join(' ');
  });
}

const EXPECTED: Record<string, string[]> = {
  'attach-fails-then-ok.log': ['attach 2x'],
  'broken-neighbour.log': [
    'init 1x executable-missing? interpreter-missing?',
    'adding to the pod 80x broken-neighbour? init-failed-first?',
  ],
  'controller-attach.log': ['Volume has not been added to the list of VolumesInUse 1x not-in-use-yet'],
  'default-mountdevice-readonly-blank.log': ['mountdevice 3x blank-and-read-only'],
  'driver-removed-while-mounted.log': ['init 45x driver-removed?', 'unmount 4x driver-removed'],
  'getvolumename-fails.log': ['getvolumename 30x'],
  'init-fails.log': ['init 1x', 'adding to the pod 30x broken-neighbour? init-failed-first?'],
  'init-not-supported.log': [
    'init 1x init-not-supported',
    'adding to the pod 30x broken-neighbour? init-failed-first?',
  ],
  'mount-fails-then-ok.log': ['mount 3x'],
  'mount-garbage-output.log': ['mount 1x text-after-answer glog-line?'],
  'mount-success-nonzero-exit.log': ['mount 4x success-with-failing-exit'],
  'not-supported-cached.log': [],
  'secret-wrong-type.log': ['mount 3x secret-type'],
  'unmount-claims-success-leaves-mount.log': ['unmount 4x busy-after-unmount'],
  'unmount-leaves-file.log': ['unmount 4x files-left-after-unmount'],
  'waitforattach-fails-then-ok.log': ['waitforattach 2x'],
};

describe('logs of the real kubelet', () => {
  it.each(readdirSync(directory))('%s tells its trouble and no other', (name) => {
    expect(told(readFileSync(new URL(name, directory), 'utf8'))).toEqual(EXPECTED[name]);
  });

  it('see a mount that was taken for done without a call', () => {
    const text = readFileSync(new URL('mount-garbage-output.log', directory), 'utf8');
    const [story] = explainLog(text).stories;
    expect(story).toMatchObject({ volume: 'data', driver: 'example.com/rec', pods: ['pod1'] });
    expect(story?.steps.filter(({ state }) => state === 'note')).toHaveLength(1);
  });

  it('tell retries with their backoff', () => {
    const text = readFileSync(new URL('mount-success-nonzero-exit.log', directory), 'utf8');
    expect(explainLog(text).troubles[0]?.incident).toMatchObject({
      backoffs: [500, 1000, 2000, 4000],
      volume: { name: 'data', pod: 'pod1' },
      driver: 'example.com/rec',
    });
  });
});

describe('logs as other programs write them', () => {
  const read = (name: string): string =>
    readFileSync(new URL(`../../../fixtures/logs/${name}`, import.meta.url), 'utf8');

  it('are read out of the journal in JSON', () => {
    expect(told(read('journald.json'))).toEqual(['mount 4x text-instead-of-answer']);
    const [trouble] = explainLog(read('journald.json')).troubles;
    expect(Buffer.from(trouble?.incident.call?.output ?? []).includes(0xfc)).toBe(true);
    expect(JSON.stringify(trouble)).not.toContain('czNjcmV0');
  });

  it('are read out of the events of a pod', () => {
    expect(told(read('kubectl-describe.txt'))).toEqual(['mount 12x tool-missing?', 'mount 1x null-option']);
  });

  it('are read out of the JSON of a controller-manager', () => {
    expect(told(read('controller-manager.json.log'))).toEqual([
      'init 3x interpreter-missing? controller-lacks-driver?',
      'DetachVolume.FindAttachablePluginByName 1x controller-lost-driver',
    ]);
  });
});
