import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CellEnd } from '../../src/sandbox/types.ts';
import { asUser } from '../support/as-user.ts';
import { needs } from '../support/needs.ts';
import type { Ran } from './in-cell.ts';

/** Runs shell commands in a cell of an ordinary user. */
function inUserCell(
  commands: readonly string[],
  options = '{}',
): Promise<{ ran: Ran[]; end: CellEnd; uid: number }> {
  return asUser(`
    import { spawnSync } from 'node:child_process';
    import { openCell } from './sandbox/cell.js';
    import { insideCell } from './sandbox/inside-cell.js';
    if (process.getuid() === 0) {
      const cell = insideCell();
      for (const command of cell.input) {
        const { stdout, stderr, status, signal } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
        cell.send({ command, stdout, stderr, code: status ?? signal });
      }
      cell.send({ changed: cell.changedFiles().map(({ path }) => path) });
    } else {
      const ran = [];
      const end = await openCell({
        program: process.argv[1],
        input: ${JSON.stringify(commands)},
        onMessage: (message) => ran.push(message),
        ...${options},
      });
      console.log(JSON.stringify({ ran, end, uid: process.getuid() }));
    }`);
}

describe('a cell of an ordinary user', () => {
  it('mounts below the kubelet root, and the host sees nothing', async (context) => {
    needs(context, 'root');
    const name = `flexcert-test-${process.pid}`;
    const { ran, end, uid } = await inUserCell([
      `mkdir -p /var/lib/kubelet/pods/x /var/lib/kubelet/${name} && mount -t tmpfs ${name} /var/lib/kubelet/pods/x && grep -c ${name} /proc/self/mountinfo`,
      'mkdir /var/lib/flexcert/d /var/lib/kubelet/y && mount --bind /var/lib/flexcert/d /var/lib/kubelet/y',
      `echo x >/etc/${name}; echo x >/dev/null; head -c1 /dev/urandom >/var/lib/kubelet/pods/x/y`,
      'stat -c %d /var/lib/kubelet /var/lib/flexcert | uniq | wc -l',
    ]);
    expect(uid).not.toBe(0);
    expect(ran.slice(0, 4).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(ran[3]?.stdout.trim()).toBe('1');
    expect(ran[4]).toEqual({ changed: [`/etc/${name}`] });
    expect(end).toMatchObject({ exit: { code: 0 }, endedBy: 'program', leaks: [] });
    expect(existsSync(`/etc/${name}`)).toBe(false);
    expect(existsSync(`/var/lib/kubelet/${name}`)).toBe(false);
  });

  it('has no loop devices, and cannot write where the user cannot', async (context) => {
    needs(context, 'root');
    const { ran } = await inUserCell([
      'losetup -f',
      'echo 1 >/proc/sys/vm/drop_caches',
      'touch /sys/kernel/x',
    ]);
    expect(ran.slice(0, 3).map(({ code }) => code !== 0)).toEqual([true, true, true]);
  });

  it('ends with all that runs in it, and bounds how much that is', async (context) => {
    needs(context, 'root');
    const { ran, end } = await inUserCell(
      ['for i in $(seq 400); do sleep 60 >/dev/null 2>&1 & done; echo all'],
      '{ limits: { processes: 40 } }',
    );
    expect(ran[0]).toMatchObject({ stdout: '', stderr: expect.stringMatching(/[Cc]annot fork|fork: /) });
    expect(end).toMatchObject({ leaks: [] });
  });
});
