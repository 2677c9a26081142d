import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inMountNamespace } from '../../support/namespace.ts';
import { needs } from '../../support/needs.ts';

it('takes a mount whose server is gone for a mount, and gets rid of it', async (context) => {
  needs(context, 'root');
  context.skip(!existsSync('/dev/fuse'), 'needs /dev/fuse');
  const seen = await inMountNamespace(new URL('./dead-mount.inside.ts', import.meta.url));
  const gone = 'true stat /dead: transport endpoint is not connected';
  expect(seen).toEqual([
    [gone, gone, [], false],
    // statx is asked not to ask the server.
    [gone, true, [], false],
  ]);
});
