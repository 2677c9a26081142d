import { HarnessError } from '../../errors.ts';
import { exitErrorText } from '../exit-error.ts';

/** What a tool of the system said. */
export interface ToolEnd {
  /** Go's words for how it ended; absent after exit code 0. */
  error: string | undefined;
  code: number | undefined;
  /** Both outputs. */
  output: string;
}

/** Where a kubelet's own PATH has the tools, and an ordinary user's may not. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** A device that does not answer must not hang us; a kubelet would wait. */
const LIMIT_MS = 120_000;
/** Which Debian package has it, for the message that asks for it. */
const PACKAGES: Readonly<Record<string, string>> = {
  blkid: 'util-linux',
  mount: 'mount',
  umount: 'mount',
  'mkfs.ext2': 'e2fsprogs',
  'mkfs.ext3': 'e2fsprogs',
  'mkfs.ext4': 'e2fsprogs',
  resize2fs: 'e2fsprogs',
  'mkfs.xfs': 'xfsprogs',
  xfs_growfs: 'xfsprogs',
  'mkfs.btrfs': 'btrfs-progs',
  btrfs: 'btrfs-progs',
};

/**
 * Reads the library that runs tools. Most cells run none, and each would have to read it: so it is read by the first
 * tool, or beforehand by whoever counts how long a tool takes.
 */
export async function readyTools(): Promise<typeof import('execa').execa> {
  return (await import('execa')).execa;
}

/**
 * Runs one of the tools that a kubelet uses on disks.
 * @returns undefined when there is no such tool, and none is known that would bring it
 * @throws HarnessError when this machine lacks a tool that every node has
 */
export async function runTool(name: string, ...args: readonly string[]): Promise<ToolEnd | undefined> {
  const execa = await readyTools();
  const end = await execa(name, args, {
    all: true,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
    env: { PATH: `${process.env.PATH ?? ''}:${SYSTEM_PATH}` },
  });
  if (end.code === 'ENOENT') {
    const toInstall = PACKAGES[name];
    if (toInstall === undefined) return undefined;
    throw new HarnessError(`${name} is missing on this machine: install ${toInstall}, then try again`);
  }
  const { exitCode, signal } = end;
  return {
    error: exitErrorText(signal === undefined ? { code: exitCode ?? 0 } : { signal }),
    code: exitCode,
    output: end.all,
  };
}

/**
 * Runs a tool that a kubelet cannot do without.
 * @throws HarnessError when this machine lacks it
 */
export async function runKnownTool(name: string, ...args: readonly string[]): Promise<ToolEnd> {
  const end = await runTool(name, ...args);
  if (end === undefined) throw new HarnessError(`${name} is missing on this machine: install it`);
  return end;
}
