/** One thing to be made: a directory, an empty file, a symlink or a device node. */
export type TarEntry =
  | { type: 'directory'; path: string; mode: number; uid?: number; gid?: number }
  | { type: 'file'; path: string; mode: number }
  | { type: 'symlink'; path: string; target: string }
  | { type: 'block' | 'character'; path: string; mode: number; major: number; minor: number };

const BLOCK = 512;
const TYPE_FLAG = { file: '0', symlink: '2', character: '3', block: '4', directory: '5' } as const;
const NAME_LENGTH = 100;

/** Owners beyond it do not fit into a header. */
const MAX_OWNER = 0o7777777;

/** A directory; root's where the owner's number is too large. */
export function directory(path: string, mode: number, uid = 0, gid = 0): TarEntry {
  const fits = uid <= MAX_OWNER && gid <= MAX_OWNER;
  return { type: 'directory', path, mode, uid: fits ? uid : 0, gid: fits ? gid : 0 };
}

/**
 * An archive in the ustar format of POSIX. Unpacking it makes all of a cell's directories and device nodes
 * with one program, where mkdir, ln and a mknod for each node would be dozens.
 */
export function tarArchive(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(header), Buffer.alloc(2 * BLOCK)]);
}

function header(entry: TarEntry): Buffer {
  const block = Buffer.alloc(BLOCK);
  const [prefix, name] = splitName(entry.type === 'directory' ? `${entry.path}/` : entry.path);
  block.write(name, 0);
  block.write(octal(entry.type === 'symlink' ? 0o777 : entry.mode, 8), 100);
  block.write(octal(entry.type === 'directory' ? (entry.uid ?? 0) : 0, 8), 108);
  block.write(octal(entry.type === 'directory' ? (entry.gid ?? 0) : 0, 8), 116);
  block.write(octal(0, 12), 124);
  block.write(octal(Math.floor(Date.now() / 1000), 12), 136);
  block.write(' '.repeat(8), 148);
  block.write(TYPE_FLAG[entry.type], 156);
  if (entry.type === 'symlink') block.write(entry.target, 157);
  block.write('ustar\x0000', 257);
  if (entry.type === 'block' || entry.type === 'character') {
    block.write(octal(entry.major, 8), 329);
    block.write(octal(entry.minor, 8), 337);
  }
  block.write(prefix, 345);
  block.write(`${octal(sum(block), 7)} `, 148);
  return block;
}

/** A name beyond 100 bytes goes into two fields, parted at a slash. */
function splitName(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= NAME_LENGTH) return ['', path];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const name = path.slice(at + 1);
    if (name !== '' && Buffer.byteLength(name) <= NAME_LENGTH) return [path.slice(0, at), name];
  }
  throw new RangeError(`a name too long for an archive: ${path}`);
}

/** Digits with leading zeros and a NUL, `length` bytes in all. */
function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

function sum(block: Buffer): number {
  return block.reduce((total, byte) => total + byte, 0);
}
