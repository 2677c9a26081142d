import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { needs } from '../support/needs.ts';

describe('a kubelet that works on the host', () => {
  it('keeps its pods and drivers: a cell has directories of its own, on the same filesystem', async (context) => {
    needs(context, 'root');
    // In a mount namespace of its own, so that the real host is not touched.
    const script = [
      'mount -t tmpfs host /var/lib && mkdir -p /var/lib/kubelet/pods/real && mount -t tmpfs pod /var/lib/kubelet/pods/real',
      'exec "$0" --input-type=module -e "$1"',
    ].join('\n');
    const module = (path: string): string => new URL(path, import.meta.url).href;
    const source = `
      import { existsSync } from 'node:fs';
      import { openCell } from '${module('../../dist/src/sandbox/cell.js')}';
      const commands = ['ls -A /var/lib/kubelet', 'rm -rf /var/lib/kubelet/*; mkdir /var/lib/kubelet/pods', 'stat -c %d /var/lib/kubelet /var/lib/flexcert | uniq | wc -l', 'grep -c pods/real /proc/self/mountinfo'];
      const ran = [];
      await openCell({ program: new URL('${module('./programs/shell.mjs')}'), input: { commands, changed: true }, onMessage: ({ stdout, changed }) => ran.push(changed ?? stdout.trim()) });
      console.log(JSON.stringify({ ran, real: existsSync('/var/lib/kubelet/pods/real') }));`;
    const args = ['--mount', '--propagation', 'private', '--', 'sh', '-c', script, process.execPath, source];
    const { stdout } = await execa('unshare', args);
    expect(JSON.parse(stdout)).toEqual({ ran: ['', '', '1', '0', []], real: true });
  });
});
