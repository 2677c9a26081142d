import { existsSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Expect } from '../test-api/expect.ts';
import type { Mount, Node, Snapshot, WrittenFile } from '../test-api/node.ts';
import { broken } from './expectation.ts';

type OfNode = Omit<Expect, 'success' | 'failure' | 'notSupported' | 'accepted' | 'answered' | 'within'>;

/** Expectations of what a driver did to the node. */
export function expectNode(node: Node): OfNode {
  return {
    that: (holds, expected, came, call) => {
      if (!holds) broken(expected, came, call);
    },
    equal: (came, expected, what, call) => {
      const [left, right] = [JSON.stringify(came), JSON.stringify(expected)];
      if (left !== right) broken(`${what} to be ${right}`, left ?? 'nothing', call);
    },
    mounted: (dir, { times = 1, fsType, readOnly } = {}, call) => {
      const found = node.mountsAt(dir);
      const kind = [fsType, readOnly === undefined ? undefined : readOnly ? 'read-only' : 'writable'];
      const expected = `${times === 1 ? 'one mount' : `${times} mounts`} on ${dir}${describeKind(kind)}`;
      const top = found.at(-1);
      if (top === undefined || found.length !== times) broken(expected, described(found), call);
      const fits =
        (fsType === undefined || top.fsType === fsType) &&
        (readOnly === undefined || top.readOnly === readOnly);
      if (!fits) broken(expected, described(found), call);
      return top;
    },
    notMounted: (dir, call) => {
      const found = node.mountsBelow(dir);
      if (found.length > 0) broken(`no mount on ${dir} or below it`, described(found), call);
    },
    emptyOrGone: (dir, call) => {
      const mounts = node.mountsBelow(dir);
      if (mounts.length > 0) broken(`${dir} to be empty or gone`, described(mounts), call);
      const files = existsSync(dir) ? readdirSync(dir) : [];
      if (files.length > 0)
        broken(`${dir} to be empty or gone`, `${files.length} in it: ${few(files)}`, call);
    },
    writable: (dir, call) => {
      const error = writeError(dir);
      if (error !== undefined) broken(`${dir} to be writable`, error, call);
    },
    readOnly: (dir, call) => {
      const error = writeError(dir);
      if (error !== 'EROFS') {
        broken(`a write below ${dir} to end with EROFS`, error ?? 'a file that could be written', call);
      }
    },
    holds: (dir, content, name) => {
      const came = node.read(dir, name);
      if (came !== content) {
        broken(
          `${join(dir, name ?? 'data')} to hold ${JSON.stringify(content)}`,
          came === undefined ? 'no such file' : JSON.stringify(came.slice(0, 200)),
        );
      }
    },
    unchanged: (before, call) => {
      const differences = changes(before, node.snapshot());
      if (differences.length > 0) broken('nothing on the node to change', few(differences), call);
    },
  };
}

/** What there is more or less of, one sentence each. */
export function changes(before: Snapshot, after: Snapshot): string[] {
  return [
    ...difference(before.mounts, after.mounts, 'mount', (mount) => `${mount.fsType} on ${mount.mountPoint}`),
    ...difference(before.loops, after.loops, 'loop device', (loop) => `${loop.device} over ${loop.image}`),
    ...difference(
      before.processes,
      after.processes,
      'process',
      ({ pid, argv }) => `${pid} ${argv.join(' ')}`,
    ),
    ...difference(before.files, after.files, 'file', String),
    ...rewritten(before.written, after.written).map((path) => `a file is another one: ${path}`),
  ];
}

/** Files that were there and were written anew. One that only grew, as a log does, is none. */
function rewritten(before: readonly WrittenFile[], after: readonly WrittenFile[]): string[] {
  const known = new Map(before.map((file) => [file.path, file]));
  const changed = after.filter(({ path, version, inode, bytes }) => {
    const was = known.get(path);
    return was !== undefined && was.version !== version && !(was.inode === inode && bytes > was.bytes);
  });
  return changed.map(({ path }) => path);
}

function difference<T>(before: readonly T[], after: readonly T[], what: string, name: (one: T) => string) {
  const left = before.map(name);
  const right = after.map(name);
  return [
    ...minus(right, left).map((one) => `a new ${what}: ${one}`),
    ...minus(left, right).map((one) => `a ${what} is gone: ${one}`),
  ];
}

/** As bags: a second mount on the same place counts. */
function minus(from: readonly string[], what: readonly string[]): string[] {
  const left = [...from];
  for (const one of what) {
    const at = left.indexOf(one);
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

function writeError(dir: string): string | undefined {
  const path = join(dir, '.flexcert-write');
  try {
    writeFileSync(path, 'x');
    unlinkSync(path);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function describeKind(kind: readonly (string | undefined)[]): string {
  const said = kind.filter((part) => part !== undefined);
  return said.length === 0 ? '' : `, ${said.join(', ')}`;
}

function described(mounts: readonly Mount[]): string {
  if (mounts.length === 0) return 'no mount there';
  return mounts
    .map(
      (mount) =>
        `${mount.fsType} ${mount.source} on ${mount.mountPoint}${mount.readOnly ? ', read-only' : ''}`,
    )
    .join('; ');
}

function few(items: readonly string[]): string {
  return items.length > 5
    ? `${items.slice(0, 5).join('; ')}; and ${items.length - 5} more`
    : items.join('; ');
}
