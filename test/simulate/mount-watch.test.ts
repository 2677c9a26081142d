import { expect, it } from 'vitest';
import { inMountNamespace } from '../support/namespace.ts';
import { needs } from '../support/needs.ts';

it('tells the mounts that came, went and changed, and no others', async (context) => {
  needs(context, 'root');
  const told = await inMountNamespace<unknown[]>(new URL('./mount-watch.inside.ts', import.meta.url));
  expect(told).toEqual([
    { gone: [], come: ['first', 'second', 'third'] },
    { gone: [], come: [] },
    { gone: ['first'], come: ['fourth'] },
    { gone: ['second'], come: ['second'] },
    { gone: ['second', 'third', 'fourth'], come: [] },
  ]);
});
