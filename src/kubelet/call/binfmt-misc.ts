import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const DIRECTORY = '/proc/sys/fs/binfmt_misc';

/**
 * Whether an administrator registered an interpreter for such a file (qemu for another architecture, Java ...), so that
 * the kernel does execute it. Format of the entries: the kernel's Documentation/admin-guide/binfmt-misc.rst.
 */
export function isHandledByBinfmtMisc(path: string, head: Buffer): boolean {
  try {
    if (readFileSync(join(DIRECTORY, 'status'), 'latin1').trim() !== 'enabled') return false;
    return readdirSync(DIRECTORY)
      .filter((name) => name !== 'status' && name !== 'register')
      .some((name) => matches(readFileSync(join(DIRECTORY, name), 'latin1'), path, head));
  } catch {
    // Not mounted: then nothing is registered that we could know of.
    return false;
  }
}

/** @param entry the text of one registration, as the kernel shows it */
export function matches(entry: string, path: string, head: Buffer): boolean {
  const [state, ...lines] = entry.split('\n');
  if (state !== 'enabled') return false;
  const field = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
  const extension = field('extension');
  if (extension !== undefined) return extname(path) === extension;
  const magic = Buffer.from(field('magic') ?? '', 'hex');
  const mask = Buffer.from(field('mask') ?? '', 'hex');
  const offset = Number(field('offset') ?? 0);
  if (magic.length === 0) return false;
  return magic.every((byte, index) => {
    const bits = mask[index] ?? 0xff;
    return ((head[offset + index] ?? 0) & bits) === (byte & bits);
  });
}
