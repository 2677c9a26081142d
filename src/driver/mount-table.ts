import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

export interface Mount {
  /** `major:minor` of the filesystem. */
  device: string;
  /** What of the filesystem is mounted: `/` unless it is a bind mount of a part. */
  root: string;
  path: string;
  fsType: string;
  /** This mount is; others of the filesystem may not be. */
  readOnly: boolean;
  /** The whole filesystem is. */
  filesystemReadOnly: boolean;
}

/** In the order in which they were made. */
export function mountTable(): Mount[] {
  return readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(Boolean).map(parse);
}

/**
 * The uppermost mount on exactly that directory. By the table and not by looking at the directory, which a dead
 * filesystem would not allow, and by the whole path: `vol-2` begins `vol-21`.
 */
export function mountedAt(path: string): Mount | undefined {
  const real = canonical(path);
  return mountTable().findLast((mount) => mount.path === real);
}

/** The path as the mount table has it: links in the kubelet's root are followed, the directory itself is not touched. */
export function canonical(path: string): string {
  const plain = normalize(path).replace(/(?<=.)\/+$/, '');
  try {
    return join(realpathSync(dirname(plain)), basename(plain));
  } catch {
    return plain;
  }
}

/** A line: `36 35 98:0 /root /path rw,noatime shared:1 - ext4 /dev/loop0 rw,errors=continue`. */
function parse(line: string): Mount {
  const [mount = '', filesystem = ''] = line.split(' - ');
  const [, , device = '', root = '', path = '', options = ''] = mount.split(' ');
  const [fsType = '', , superOptions = ''] = filesystem.split(' ');
  return {
    device,
    root: unescaped(root),
    path: unescaped(path),
    fsType,
    readOnly: isReadOnly(options),
    filesystemReadOnly: isReadOnly(superOptions),
  };
}

function isReadOnly(options: string): boolean {
  return options.split(',').includes('ro');
}

/** Blank, tab, newline and backslash are written as three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}
