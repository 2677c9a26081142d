import { describe, expect, it } from 'vitest';
import { follow } from '../support/guide.ts';
import { needs } from '../support/needs.ts';

const PAGE = 'docs/simulate.md';

describe(PAGE, () => {
  it('shows what happens when its commands are typed', { timeout: 120_000 }, async (context) => {
    needs(context, 'root', 'unshare');
    expect(await follow(PAGE, { driver: 'example.com~nas/nas' })).toBe(3);
  });
});
