import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Where kubelets look for drivers unless they are told otherwise. */
export const DEFAULT_PLUGIN_DIRECTORY = '/usr/libexec/kubernetes/kubelet-plugins/volume/exec';
export const DEFAULT_ROOT = '/var/lib/kubelet';

/** A kubelet that runs on this machine. */
export interface KubeletProcess {
  pid: number;
  pluginDirectory: string;
  root: string;
  /** Its PATH, when its environment may be read. */
  path?: string;
  cgroup?: string;
  /** It has a mount namespace of its own: it runs in a container, or in a unit with one. */
  ownMounts: boolean;
}

/** @param proc where procfs is mounted; for tests */
export function findKubelets(proc = '/proc'): KubeletProcess[] {
  return readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readKubelet(proc, Number(name)) ?? []);
}

function readKubelet(proc: string, pid: number): KubeletProcess | undefined {
  const at = join(proc, String(pid));
  const command = textOf(join(at, 'comm')).trim();
  const args = textOf(join(at, 'cmdline')).split('\0');
  const isKubelet =
    command === 'kubelet' ||
    (/^(?:hyperkube|k3s-agent|k3s-server)$/.test(command) && args.some((arg) => arg === 'kubelet'));
  if (!isKubelet) return undefined;
  const config = configOf(join(at, 'root'), flag(args, 'config'));
  const path = textOf(join(at, 'environ'))
    .split('\0')
    .find((entry) => entry.startsWith('PATH='));
  const cgroup = cgroupOf(proc, pid);
  return {
    pid,
    pluginDirectory: clean(
      flag(args, 'volume-plugin-dir') ?? config.volumePluginDir ?? DEFAULT_PLUGIN_DIRECTORY,
    ),
    root: clean(flag(args, 'root-dir') ?? DEFAULT_ROOT),
    ...(path === undefined ? {} : { path: path.slice('PATH='.length) }),
    ...(cgroup === undefined ? {} : { cgroup }),
    ownMounts: linkOf(join(at, 'ns/mnt')) !== linkOf(join(proc, 'self/ns/mnt')),
  };
}

/** The cgroup of a process: the systemd hierarchy's, or the only one there is. */
export function cgroupOf(proc: string, pid: number): string | undefined {
  const lines = textOf(join(proc, String(pid), 'cgroup')).split('\n');
  const line =
    lines.find((one) => one.startsWith('0::')) ?? lines.find((one) => one.includes(':name=systemd:'));
  return line?.slice(line.indexOf(':', line.indexOf(':') + 1) + 1);
}

function flag(args: readonly string[], name: string): string | undefined {
  const index = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  if (index < 0) return undefined;
  const arg = args[index] as string;
  return arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : args[index + 1];
}

function configOf(root: string, file: string | undefined): { volumePluginDir?: string } {
  if (file === undefined) return {};
  try {
    const value = parse(readFileSync(join(root, file), 'utf8')) as { volumePluginDir?: unknown };
    return typeof value?.volumePluginDir === 'string' && value.volumePluginDir !== ''
      ? { volumePluginDir: value.volumePluginDir }
      : {};
  } catch {
    // Not ours to read: the default is as good a guess as any.
    return {};
  }
}

/** Empty when it cannot be read: processes come and go, and some are not ours. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function clean(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
