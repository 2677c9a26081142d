import { Trouble } from './trouble.ts';

/** A kubelet's PATH may lack the directories where the tools of a node are. */
const USUAL = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Which package has a tool, where its name does not say so. */
const PACKAGES: Record<string, string> = {
  'mkfs.ext4': 'e2fsprogs',
  e2fsck: 'e2fsprogs',
  resize2fs: 'e2fsprogs',
  'mkfs.xfs': 'xfsprogs',
  xfs_growfs: 'xfsprogs',
  xfs_repair: 'xfsprogs',
};

/** What tools say beside their complaint: the versions of e2fsprogs before it, the usage of xfsprogs after it. */
const NOISE = /^\w+ [0-9.]+ \(.*\)$|^Usage:[\s\S]*/gm;

export interface Ran {
  /** Exit code; -1 when a signal ended it. */
  code: number;
  out: string;
  /** What it complained of, or else how it ended. */
  complaint: string;
}

/** One process serves one call, so what the call holds is held for all its tools. */
let held: number | undefined;

/**
 * Lets every tool inherit a descriptor. A lock on it then lasts until the last tool has ended, also when this process is
 * killed while mkfs runs.
 */
export function holdWhileToolsRun(descriptor: number | undefined): void {
  held = descriptor;
}

/**
 * Runs a tool to its end: no shell, nothing of our environment but PATH, nothing on our outputs. English messages in
 * plain letters whatever the node's language.
 * @throws Trouble when the tool is not installed
 */
export function run(tool: string, ...args: string[]): Ran {
  const PATH = [...new Set([...(process.env.PATH ?? '').split(':'), ...USUAL])].filter(Boolean).join(':');
  // Loaded only here: it takes as long as all else that a call loads, and init and getvolumename need no tool.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const ended = spawnSync(tool, args, {
    stdio: ['ignore', 'pipe', 'pipe', held ?? 'ignore'],
    env: { PATH, LC_ALL: 'C' },
    encoding: 'utf8',
  });
  if (ended.error) throw new Trouble(cannotStart(tool, ended.error));
  const how = ended.signal ? `it was ended by ${ended.signal}` : `exit code ${ended.status}`;
  return {
    code: ended.status ?? -1,
    out: ended.stdout,
    complaint: ended.stderr.replace(NOISE, '').trim() || how,
  };
}

/**
 * Runs a tool that has to succeed.
 * @param doing what it is for, as the message begins: `cannot attach /srv/a.img`
 * @returns its standard output
 */
export function must(doing: string, tool: string, ...args: string[]): string {
  const ended = run(tool, ...args);
  if (ended.code !== 0) throw new Trouble(`${doing}: ${ended.complaint}`);
  return ended.out;
}

function cannotStart(tool: string, error: Error): string {
  if (!error.message.endsWith('ENOENT')) return `cannot run ${tool}: ${error.message}`;
  return `${tool} was not found: install ${PACKAGES[tool] ?? 'util-linux'} on this node, or add its directory to PATH`;
}
