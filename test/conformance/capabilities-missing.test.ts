import { expect, test } from 'vitest';
import { capabilitiesMissing } from '../../src/conformance/capabilities-missing.ts';

test.each([
  ['all', '000001ffffffffff', []],
  ['none in a mask of a newer kernel', 'ffffffffffffffff', []],
  ['growing a mounted ext4', '000001fffeffffff', ['CAP_SYS_RESOURCE']],
  [
    'the first, one in the middle and the last',
    '000000ffffdffffe',
    ['CAP_CHOWN', 'CAP_SYS_ADMIN', 'CAP_CHECKPOINT_RESTORE'],
  ],
])('%s', (_, mask, missing) => {
  expect(capabilitiesMissing(`Name:\tnode\nCapPrm:\t0\nCapEff:\t${mask}\nCapBnd:\t0\n`)).toEqual(missing);
});
