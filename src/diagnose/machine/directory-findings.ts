import { lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { readMountTable } from '../../sandbox/mount-table.ts';
import { unsearchable } from './executable-findings.ts';
import type { Finding } from './finding.ts';
import type { KubeletProcess } from './kubelet-process.ts';

/** What is amiss with the plugin directory itself. */
export function directoryFindings(path: string, kubelets: readonly KubeletProcess[]): Finding[] {
  return [...unsearchable(path), ...noexec(path), ...links(path), ...otherDirectory(path, kubelets)];
}

/** The filesystem that holds a plugin directory lets nothing be executed. */
export function noexec(path: string): Finding[] {
  const real = realpathSync(path);
  // Of the mounts that the path lies in, the deepest holds it; of several at one place the last is on top.
  const holding = readMountTable()
    .filter(
      ({ mountPoint }) => real === mountPoint || real.startsWith(mountPoint === '/' ? '/' : `${mountPoint}/`),
    )
    .reduce(
      (best, entry) =>
        best === undefined || entry.mountPoint.length >= best.mountPoint.length ? entry : best,
      undefined as ReturnType<typeof readMountTable>[number] | undefined,
    );
  if (holding?.options.includes('noexec') !== true) return [];
  return [{ fact: 'noexec', path, mount: holding.mountPoint }];
}

function links(path: string): Finding[] {
  return readdirSync(path)
    .filter((name) => !name.startsWith('.') && lstatSync(join(path, name)).isSymbolicLink())
    .map((name) => ({
      fact: 'symlinked-directory',
      path: join(path, name),
      directory: name,
      target: readlinkSync(join(path, name)),
    }));
}

function otherDirectory(path: string, kubelets: readonly KubeletProcess[]): Finding[] {
  return kubelets
    .filter(({ pluginDirectory }) => pluginDirectory !== path && real(pluginDirectory) !== real(path))
    .map(({ pid, pluginDirectory, ownMounts }) => ({
      fact: 'other-plugin-directory',
      path,
      pid: String(pid),
      used: pluginDirectory,
      where: ownMounts ? ' (in a mount namespace of its own)' : '',
    }));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
