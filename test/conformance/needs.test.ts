import { expect, test } from 'vitest';
import { firstUnmet, type Need } from '../../src/conformance/needs.ts';
import { factsWith } from './facts.ts';

const attachFalse = { ...factsWith().driver.capabilities, attach: false };

test.each<[Need, Parameters<typeof factsWith>[0], string, RegExp]>([
  ['init', { driver: { initError: 'exit status 1' } }, 'skipped', /never loads the driver: exit status 1/],
  ['attach', { driver: { capabilities: attachFalse } }, 'not-applicable', /attach: false/],
  ['no-attach', {}, 'not-applicable', /attach: true/],
  ['capability:supportsMetrics', {}, 'not-applicable', /supportsMetrics: false/],
  ['command:expandfs', {}, 'not-applicable', /answers expandfs with Not supported/],
  [
    'command:attach',
    { driver: { commands: [], uncalled: ['attach'] } },
    'not-applicable',
    /never calls attach/,
  ],
  ['image', { templates: [{ makes: ['directory'] }] }, 'not-applicable', /\{\{image\}\}/],
  ['directory', {}, 'not-applicable', /\{\{directory\}\}/],
  ['fresh-volumes', { templates: [{ makes: [] }] }, 'not-applicable', /one and the same/],
  ['root', { machine: { root: false } }, 'skipped', /root/],
  ['loop', { machine: { loop: false } }, 'skipped', /loop/],
  ['isolation', { machine: { isolated: false } }, 'skipped', /mount namespace/],
  ['tool:mkfs.xfs', { machine: { tool: () => false } }, 'skipped', /mkfs\.xfs is not installed/],
  ['filesystem:xfs', { machine: { filesystem: () => false } }, 'skipped', /does not mount xfs/],
  ['kubelet>=1.13', { release: '1.9' }, 'not-applicable', /at least 1\.13/],
  ['kubelet<1.13', { release: '1.20' }, 'not-applicable', /before 1\.13/],
])('%s, when it is not met', (need, changes, status, reason) => {
  const unmet = firstUnmet([need], factsWith(changes));
  expect(unmet).toMatchObject({ status, reason: expect.stringMatching(reason) });
});

test.each<Need>([
  'init',
  'attach',
  'capability:fsGroup',
  'command:mount',
  'image',
  'fresh-volumes',
  'root',
  'loop',
  'isolation',
  'tool:mkfs.xfs',
  'filesystem:xfs',
  'kubelet>=1.13',
  'kubelet<1.36',
])('%s, when it is met', (need) => {
  expect(firstUnmet([need], factsWith())).toBeUndefined();
});

test('what the driver lacks counts before what the machine lacks', () => {
  const facts = factsWith({ machine: { root: false } });
  expect(firstUnmet(['root', 'no-attach'], facts)?.status).toBe('not-applicable');
});

test('of a driver whose init fails nothing else is said', () => {
  const facts = factsWith({ driver: { initError: 'exit status 1', commands: [] } });
  expect(firstUnmet(['command:mount', 'init'], facts)?.reason).toMatch(/never loads the driver/);
});

test('a need that nobody knows is a defect of the requirement', () => {
  expect(() => firstUnmet(['moon' as Need], factsWith())).toThrow(/moon/);
});
