import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { daemonFindings } from '../../../src/diagnose/machine/daemon-findings.ts';
import { findKubelets } from '../../../src/diagnose/machine/kubelet-process.ts';

/** A /proc with what is looked at of each process. */
function process(proc: string, pid: number, files: Record<string, string>): void {
  mkdirSync(join(proc, `${pid}/ns`), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(proc, `${pid}/${name}`), text);
  symlinkSync(pid === 2 ? 'mnt:[2]' : 'mnt:[1]', join(proc, `${pid}/ns/mnt`));
}

describe('kubelets of a machine', () => {
  it('are found with their flags, their configuration and their PATH', async () => {
    await withDir(
      async ({ path }) => {
        mkdirSync(join(path, 'self/ns'), { recursive: true });
        symlinkSync('mnt:[1]', join(path, 'self/ns/mnt'));
        process(path, 1, { comm: 'systemd\n', cmdline: '/sbin/init\0', cgroup: '0::/init.scope\n' });
        process(path, 2, {
          comm: 'kubelet\n',
          cmdline: 'kubelet\0--config=/kubelet.yaml\0--root-dir\0/data/kubelet/\0',
          environ: 'A=1\0PATH=/opt/bin\0',
          cgroup: '12:pids:/x\n1:name=systemd:/system.slice/kubelet.service\n',
        });
        mkdirSync(join(path, '2/root'));
        writeFileSync(
          join(path, '2/root/kubelet.yaml'),
          'kind: KubeletConfiguration\nvolumePluginDir: /var/plugins/\n',
        );
        process(path, 3, { comm: 'kubelet\n', cmdline: 'kubelet\0--volume-plugin-dir=/a\0' });
        process(path, 4, {
          comm: 'sshfs\n',
          cmdline: 'sshfs\0',
          cgroup: '1:name=systemd:/system.slice/kubelet.service\n',
        });
        process(path, 5, { comm: 'sshfs\n', cmdline: 'sshfs\0', cgroup: '0::/run-r1.scope\n' });
        const kubelets = findKubelets(path);
        expect(kubelets).toEqual([
          {
            pid: 2,
            pluginDirectory: '/var/plugins',
            root: '/data/kubelet',
            path: '/opt/bin',
            cgroup: '/system.slice/kubelet.service',
            ownMounts: true,
          },
          { pid: 3, pluginDirectory: '/a', root: '/var/lib/kubelet', ownMounts: false },
        ]);
        expect(daemonFindings(kubelets, path).map(({ process: who }) => who)).toEqual(['sshfs (pid 4)']);
      },
      { unsafeCleanup: true, prefix: 'flexcert-test-' },
    );
  });

  it('are looked for on this machine without a fault', () => {
    expect(Array.isArray(findKubelets())).toBe(true);
  });
});
