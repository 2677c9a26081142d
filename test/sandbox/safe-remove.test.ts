import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type DirectoryResult, dir } from 'tmp-promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { safeRemove } from '../../src/sandbox/safe-remove.ts';
import { needs } from '../support/needs.ts';
import { NODE_MAJORS, nodeOf } from '../support/node-versions.ts';

const program = fileURLToPath(new URL('./programs/safe-remove.mjs', import.meta.url));
const module = new URL('../../dist/src/sandbox/safe-remove.js', import.meta.url).href;
const PRIVATE = ['--mount', '--propagation', 'private', '--'];
let scratch: DirectoryResult;

beforeEach(async () => {
  scratch = await dir({ prefix: 'flexcert-test-', unsafeCleanup: true });
});
afterEach(() => scratch.cleanup());

describe.each(NODE_MAJORS)('on Node %i, data behind a live bind mount', (major) => {
  it('survives the removal of the directory, which goes', async (context) => {
    needs(context, 'root');
    const { stdout } = await execa('unshare', [
      ...PRIVATE,
      await nodeOf(major),
      program,
      scratch.path,
      'safeRemove',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      node: expect.stringMatching(new RegExp(`^${major}\\.`)),
      data: ['precious', 'precious'],
      target: false,
      leak: null,
    });
  });

  it('survives even when the mounts come after the mount table was read', async (context) => {
    needs(context, 'root');
    const { stdout } = await execa('unshare', [
      ...PRIVATE,
      await nodeOf(major),
      program,
      scratch.path,
      'removeTree',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ data: ['precious', 'precious'], target: true, plain: false });
  });

  it('survives when the mounts cannot be taken away, and so does everything else', async (context) => {
    needs(context, 'root');
    // Mounts that a user namespace has inherited are locked: not even a lazy umount works.
    const { path } = scratch;
    const script = [
      `mkdir -p ${path}/target/a/b ${path}/behind && echo precious >${path}/behind/data && echo x >${path}/target/plain`,
      `mount --bind ${path}/behind ${path}/target/a/b`,
      `exec unshare --user --map-root-user --mount "$0" --input-type=module -e '
        const { safeRemove } = await import("${module}");
        process.stdout.write(JSON.stringify(await safeRemove("${path}/target")));'`,
    ].join('\n');
    const { stdout } = await execa('unshare', [...PRIVATE, 'sh', '-c', script, await nodeOf(major)]);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'mount',
      what: expect.stringContaining(`${path}/target stays, with all that is in it`),
      mend: expect.arrayContaining([`umount --lazy ${path}/target/a/b`]),
    });
    expect(existsSync(`${path}/behind/data`)).toBe(true);
    expect(existsSync(`${path}/target/plain`)).toBe(true);
  });
});

describe('safeRemove', () => {
  it('removes a symlink and not what it points to', async () => {
    const { path } = scratch;
    mkdirSync(`${path}/real`);
    writeFileSync(`${path}/real/file`, '');
    symlinkSync(`${path}/real`, `${path}/link`);
    expect(await safeRemove(`${path}/link`)).toBeUndefined();
    expect(existsSync(`${path}/link`)).toBe(false);
    expect(existsSync(`${path}/real/file`)).toBe(true);
  });

  it('removes names of any bytes, and directories without permissions', async () => {
    const { path } = scratch;
    const script =
      'mkdir -p "$0/t/$(printf "\\377\\n")/d" && touch "$0/t/$(printf "\\377\\n")/-rf" && chmod 0 "$0/t"';
    await execa('sh', ['-c', script, path]);
    expect(await safeRemove(`${path}/t`)).toBeUndefined();
    expect(existsSync(`${path}/t`)).toBe(false);
  });

  it('removes what a driver has made immutable', async (context) => {
    needs(context, 'root', 'chattr');
    const { path } = scratch;
    await execa('sh', ['-c', 'mkdir -p "$0/t/d" && touch "$0/t/d/f" && chattr +i "$0/t/d/f" "$0/t/d"', path]);
    expect(await safeRemove(`${path}/t`)).toBeUndefined();
    expect(existsSync(`${path}/t`)).toBe(false);
  });

  it('has nothing to do for a path that is not there', async () => {
    expect(await safeRemove(`${scratch.path}/no/such/path`)).toBeUndefined();
  });
});
