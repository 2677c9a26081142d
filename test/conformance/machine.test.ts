import { expect, test, vi } from 'vitest';
import type { MachineFacts } from '../../src/conformance/facts.ts';
import { tryOut } from '../../src/conformance/machine.ts';
import type { Need } from '../../src/conformance/needs.ts';
import { firstUnmet } from '../../src/conformance/needs.ts';
import { factsWith } from './facts.ts';

const needing = (...needs: Need[]): { needs: Need[] }[] => [{ needs }];
const refused = { noLoop: 'losetup: cannot find an unused loop device' };
const shown = factsWith().machine;

test('loop devices that are shown and refused are none, and the reason is told', async () => {
  const machine = await tryOut(shown, needing('root', 'loop'), async () => refused);
  expect(firstUnmet(['loop'], factsWith({ machine }))).toEqual({
    status: 'skipped',
    reason: `loop devices cannot be made here: ${refused.noLoop}`,
  });
});

test('a machine that does what it shows is taken as it is, and one without cells too', async () => {
  expect(await tryOut(shown, needing('loop'), async () => ({}))).toEqual(shown);
  expect(await tryOut(shown, needing('loop'), async () => ({ noCell: 'no', ...refused }))).toEqual(shown);
});

test.each<[string, Partial<MachineFacts>, Need]>([
  ['no requirement needs them', {}, 'root'],
  ['there are none anyway', { loop: false }, 'loop'],
  ['the run is on the host itself', { isolated: false }, 'loop'],
])('nothing is tried when %s', async (_, changes, need) => {
  const trial = vi.fn(async () => refused);
  const machine = { ...shown, ...changes };
  expect(await tryOut(machine, needing(need), trial)).toEqual(machine);
  expect(trial).not.toHaveBeenCalled();
});
