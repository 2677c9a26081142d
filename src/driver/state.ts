import { readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectories } from './directories.ts';
import { errorCode, Trouble } from './trouble.ts';

/**
 * What has to outlive a call: detach and, after a restart, waitforattach are told the spec name alone. Everything else is
 * read from the kernel each time, so that nothing here can be out of date after a reboot.
 */
export interface Attachment {
  volume: string;
  /** Absolute path without links. */
  image: string;
  /** UUID of a filesystem that is being made: see filesystem.ts. */
  formatting?: string;
}

/** In /run, which is empty after a reboot, as are the loop devices. */
function directory(): string {
  return process.env.FLEXCERT_DRIVER_STATE || '/run/flexcert-driver';
}

/** What attach wrote down; undefined when it did not, or when it cannot be read any more. */
export function recall(volume: string): Attachment | undefined {
  const found = read(join(directory(), fileName(volume)));
  return found?.volume === volume ? found : undefined;
}

/** By rename, so that a call that is killed leaves the old file or the new one. */
export function remember(attachment: Attachment, tries = 20): void {
  try {
    write(attachment);
  } catch (error) {
    // A detach may have taken the empty directory away between two steps of ours.
    if (errorCode(error) !== 'ENOENT' || tries === 0) throw new Trouble(cannotWrite(error));
    remember(attachment, tries - 1);
  }
}

/** The last one takes the directory along: a node without volumes has nothing of this driver. */
export function forget(volume: string): void {
  const path = join(directory(), fileName(volume));
  rmSync(path, { force: true });
  rmSync(`${path}.new`, { force: true });
  try {
    rmdirSync(directory());
  } catch {
    // Other volumes are in it.
  }
}

/** Whether a spec name other than that one is attached with the image: two volumes may be one file. */
export function isUsedByAnother(image: string, volume: string): boolean {
  return files()
    .map((name) => read(join(directory(), name)))
    .some((other) => other?.image === image && other.volume !== volume);
}

function write(attachment: Attachment): void {
  const path = join(directory(), fileName(attachment.volume));
  makeDirectories(directory(), 0o700);
  writeFileSync(`${path}.new`, JSON.stringify(attachment), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function cannotWrite(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `cannot write state: ${reason}; name a writable directory in FLEXCERT_DRIVER_STATE`;
}

function files(): string[] {
  try {
    return readdirSync(directory()).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function read(path: string): Attachment | undefined {
  try {
    const { volume, image, formatting } = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof volume !== 'string' || typeof image !== 'string') return undefined;
    return { volume, image, ...(typeof formatting === 'string' && { formatting }) };
  } catch {
    return undefined;
  }
}

/** The name itself where it can be a file's; Kubernetes' names can, up to where the ending finds no room. */
function fileName(volume: string): string {
  if (/^[a-z0-9][a-z0-9.-]{0,200}$/.test(volume)) return `${volume}.json`;
  // Loaded only here: it takes as long as half of an answer to init.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return `_${createHash('sha256').update(volume).digest('hex')}.json`;
}
