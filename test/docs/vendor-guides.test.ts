import { describe, expect, it } from 'vitest';
import { follow, type Reader } from '../support/guide.ts';
import { needs } from '../support/needs.ts';

const PAGES: readonly [page: string, reader: Reader][] = [
  ['README.md', {}],
  ['docs/quickstart.md', {}],
  ['docs/certifying.md', { drivers: { 'example.com~nas/nas': 'healthy/flexcert.test~tmpfs/tmpfs' } }],
];

describe.each(PAGES)('%s', (page, reader) => {
  it('shows what happens when its commands are typed', { timeout: 600_000 }, async (context) => {
    needs(context, 'root', 'unshare', 'mkfs.ext4', 'openssl');
    expect(await follow(page, reader)).toBeGreaterThan(2);
  });
});
