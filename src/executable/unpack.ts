import { chmodSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

export interface Package {
  /** Changes with any byte of the package, so that each build has a folder of its own. */
  key: string;
  /** A JSON object of texts by path, compressed with brotli. Asked for only when it is not unpacked yet. */
  files: () => ArrayBuffer;
}

/**
 * Puts the package where its programs can be read from, unless it is there already.
 *
 * @returns the folder, absolute
 */
export function unpack(source: Package): string {
  for (const place of places()) {
    const home = join(place, source.key);
    if (isOurs(home)) return home;
    try {
      return unpackTo(home, source);
    } catch {
      // Read-only, full, or not ours: the next place may do.
    }
  }
  throw new Error(`flexcert: nowhere to unpack to (${places().join(', ')}): set FLEXCERT_HOME to a folder`);
}

function places(): string[] {
  const chosen = process.env.FLEXCERT_HOME;
  if (chosen) return [chosen];
  const user = process.getuid?.() ?? 0;
  return [
    ...(user === 0
      ? ['/var/cache/flexcert']
      : [join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'flexcert')]),
    join(tmpdir(), `flexcert-${user}`),
  ];
}

/** Code that root runs must not be another user's to write: a folder in /tmp may have been made by anyone. */
function isOurs(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0;
}

/** Beside its place, then by rename: whoever starts at the same time sees all of it or nothing. */
function unpackTo(home: string, { files }: Package): string {
  const place = dirname(home);
  mkdirSync(place, { recursive: true, mode: 0o755 });
  if (!isOurs(place)) throw new Error(`${place} belongs to another user`);
  const draft = mkdtempSync(`${home}.`);
  try {
    // Drivers may run as another user, and the reference driver is read from here.
    chmodSync(draft, 0o755);
    const texts = JSON.parse(brotliDecompressSync(files()).toString('utf8')) as Record<string, string>;
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(draft, path)), { recursive: true, mode: 0o755 });
      writeFileSync(join(draft, path), text, { mode: 0o644 });
    }
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (isOurs(home)) return home;
    throw error;
  }
  return home;
}
