import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { follow, root } from '../support/guide.ts';
import { needs } from '../support/needs.ts';

const PAGE = 'docs/debugging-a-node.md';

describe(PAGE, () => {
  it('shows what happens when its commands are typed', { timeout: 300_000 }, async (context) => {
    needs(context, 'root', 'unshare', 'strace');
    const ran = await follow(PAGE, {
      driver: 'example.com~nas/nas',
      own: ['/usr/libexec', '/var/log'],
      // What a node has and a test machine has not: its journal and its cluster.
      programs: {
        journalctl: `exec cat "\${0%/*}/../kubelet.log"\n`,
        kubectl: `exec cat '${join(root, 'fixtures/logs/kubectl-describe.txt')}'\n`,
      },
    });
    expect(ran).toBeGreaterThan(10);
  });
});
