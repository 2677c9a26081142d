import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import {
  DEFAULT_RELEASE,
  KNOWN_RELEASES,
  NEWEST,
  profileFor,
  switchStates,
  unmeasuredSwitches,
} from '../../src/kubelet/profile.ts';
import { changeOrdinal, releaseOrdinal } from '../../src/kubelet/releases/release.ts';
import { SWITCH_GROUPS, SWITCHES } from '../../src/kubelet/releases/table.ts';

describe('profileFor', () => {
  it('knows every release line from 1.2 to 1.36', () => {
    expect(KNOWN_RELEASES).toHaveLength(35);
    expect(KNOWN_RELEASES.at(0)).toBe('1.2');
    expect(KNOWN_RELEASES.at(-1)).toBe(NEWEST);
    for (const release of KNOWN_RELEASES) expect(profileFor(release).release).toBe(release);
    expect(profileFor(DEFAULT_RELEASE).release).toBe('1.32');
  });

  it('tells patch releases apart, and takes a line without a patch number as its last patch', () => {
    expect(profileFor('1.6.0').usesDriversVolumeName).toBe(true);
    expect(profileFor('1.6.4').usesDriversVolumeName).toBe(true);
    expect(profileFor('1.6.5').usesDriversVolumeName).toBe(false);
    expect(profileFor('1.6').passesVolumeName).toBe(true);
    expect(profileFor('1.7.4').skipsUnmountWhenNotMounted).toBe(true);
    expect(profileFor('1.7.5').skipsUnmountWhenNotMounted).toBe(false);
    expect(profileFor('v1.20.2').hidesBatchBehindBrokenNeighbour).toBe(true);
  });

  it.each(['1.1', '1.37', '2.0', '', '1', '1.20.', '1.02', 'latest', '1.20-rc1', ' 1.20'])(
    'refuses %j and names the known ones',
    (release) => {
      expect(() => profileFor(release)).toThrow(UsageError);
      expect(() => profileFor(release)).toThrow(/1\.2 to 1\.36/);
    },
  );

  it('differs between the seven profiles on the wire', () => {
    const seven = ['1.2', '1.3', '1.6.0', '1.6.5', '1.7', '1.13', '1.15'];
    const values = seven.map((release) => JSON.stringify({ ...profileFor(release), release: '' }));
    expect(new Set(values).size).toBe(seven.length);
  });
});

describe('the release table', () => {
  it.each(Object.entries(SWITCHES))('%s is documented and its steps ascend and change', (_name, entry) => {
    expect(entry.about).toMatch(/^\S.*\.$/s);
    expect(entry.steps[0]?.[0]).toBe('1.2');
    const at = entry.steps.map(([from]) => changeOrdinal(from));
    expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
    const values = entry.steps.map(([, value]) => JSON.stringify(value) ?? 'none');
    values.slice(1).forEach((value, index) => {
      expect(value).not.toBe(values[index]);
    });
    for (const [from] of entry.steps) expect(() => releaseOrdinal(from)).not.toThrow();
  });

  it('holds each switch in one group', () => {
    const names = Object.values(SWITCH_GROUPS).flatMap((group) => Object.keys(group));
    expect(names.toSorted()).toEqual(Object.keys(SWITCHES).toSorted());
  });
});

describe('what was measured', () => {
  it('calls 1.20 and 1.32 measured in every switch that a recording shows, and no other release in any', () => {
    const all = Object.keys(SWITCHES);
    for (const release of KNOWN_RELEASES) {
      const names = unmeasuredSwitches(profileFor(release)).map(({ name }) => name);
      expect(names).toEqual(['1.20', '1.32'].includes(release) ? ['writesShortEscapes'] : all);
    }
    expect(unmeasuredSwitches(profileFor('1.20.2'))).toHaveLength(1);
  });

  it('says on which measured release the same value was recorded', () => {
    const states = new Map(switchStates(profileFor('1.25')).map((state) => [state.name, state]));
    expect(states.get('speaksTodaysCalls')).toMatchObject({ value: true, recordedOn: ['1.20', '1.32'] });
    expect(states.get('expandsAfterMount')).toMatchObject({ value: true, recordedOn: ['1.32'] });
    expect(states.get('reconstructsWithoutAttach')).toMatchObject({ value: false, recordedOn: ['1.20'] });
    const old = new Map(switchStates(profileFor('1.12')).map((state) => [state.name, state]));
    expect(old.get('fsGroupOption')).toMatchObject({ value: 'kubernetes.io/fsGroup', recordedOn: [] });
  });
});
