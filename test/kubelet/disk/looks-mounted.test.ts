import { expect, it } from 'vitest';
import { inMountNamespace } from '../../support/namespace.ts';
import { needs } from '../../support/needs.ts';

it('tells mounts as the releases do: by device number, or by the root of a mount', async (context) => {
  needs(context, 'root');
  const seen = await inMountNamespace(new URL('./looks-mounted.inside.ts', import.meta.url));
  // [up to about 1.29, newer]
  expect(seen).toEqual({
    plain: [false, false],
    tmpfs: [true, true],
    'tmpfs/': [true, true],
    'tmpfs/directory': [false, false],
    // The same filesystem shown again: the older kubelet does not see it.
    bind: [false, true],
    file: [false, false],
    'bound-file': [false, true],
    'link-to-mount': [true, true],
    // Followed, so it is on another device than the directory it lies in; no mount to the kernel.
    'link-into-mount': [true, false],
    'link-to-bind': [false, true],
    dangling: ['stat /dangling: no such file or directory', 'no such file or directory'],
    missing: ['stat /missing: no such file or directory', 'no such file or directory'],
    'file/below': ['stat /file/below: not a directory', 'not a directory'],
    '/': [false, true],
  });
});
