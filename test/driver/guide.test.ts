import { describe, expect, it } from 'vitest';
import { follow } from '../support/guide.ts';
import { needs } from '../support/needs.ts';

const PAGES = ['docs/writing-a-driver.md', 'docs/reference-driver.md'];

describe.each(PAGES)('%s', (page) => {
  it('shows what happens when its commands are typed', { timeout: 300_000 }, async (context) => {
    needs(context, 'root', 'mkfs.ext4');
    expect(await follow(page, { driver: 'example.com~scratch/scratch' })).toBeGreaterThan(1);
  });
});
