import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import fc from 'fast-check';
import { type DirectoryResult, dir } from 'tmp-promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger } from '../../src/sandbox/ledger.ts';
import { LedgerFile, readLedger } from '../../src/sandbox/ledger-file.ts';
import { isAlive, ownIdentity } from '../../src/sandbox/process-identity.ts';
import type { LedgerEntry } from '../../src/sandbox/types.ts';
import { needs } from '../support/needs.ts';

let scratch: DirectoryResult;
let path: string;
const entry = (name: string): LedgerEntry => ({ kind: 'file', path: `${scratch.path}/${name}` });

beforeEach(async () => {
  scratch = await dir({ prefix: 'flexcert-test-', unsafeCleanup: true });
  path = `${scratch.path}/ledger.jsonl`;
});
afterEach(() => scratch.cleanup());

describe('a ledger', () => {
  it('has on disk what is about to be made, before it is made', () => {
    const ledger = new Ledger(new LedgerFile(path, [ownIdentity()]));
    ledger.add(entry('a'));
    expect(readLedger(path)?.entries).toEqual([entry('a')]);
    expect(existsSync(`${scratch.path}/a`)).toBe(false);
  });

  it('gives back the last first, checks, and forgets what is gone', async () => {
    const ledger = new Ledger(new LedgerFile(path, [ownIdentity()]));
    // A directory is given back with what is in it, so a file in it must have gone before.
    ledger.add({ kind: 'directory', path: `${scratch.path}/d` });
    mkdirSync(`${scratch.path}/d`);
    const claim = ledger.add(entry('d/f'));
    writeFileSync(`${scratch.path}/d/f`, '');
    ledger.add(entry('never-made'));
    expect(await ledger.giveBackAll()).toEqual([]);
    expect(readLedger(path)?.entries).toEqual([]);
    expect(existsSync(`${scratch.path}/d`)).toBe(false);
    expect(await claim.giveBack()).toBeUndefined();
    ledger.close();
    expect(existsSync(path)).toBe(false);
  });

  it('keeps what does not go, tells it, and stays on disk', async () => {
    const ledger = new Ledger(new LedgerFile(path, [ownIdentity()]));
    // A directory where a file should be: unlink refuses.
    mkdirSync(`${scratch.path}/f`);
    ledger.add(entry('f'));
    const [leak] = await ledger.giveBackAll();
    expect(leak).toMatchObject({
      kind: 'file',
      mend: expect.arrayContaining([expect.stringContaining('rm ')]),
    });
    ledger.close();
    expect(readLedger(path)?.entries).toEqual([entry('f')]);
  });

  it('that is not there any more is no trouble to whoever looks for it', () => {
    expect(readLedger(path)).toBeUndefined();
  });

  it('knows its owners', () => {
    new Ledger(new LedgerFile(path, [ownIdentity()]));
    expect(readLedger(path)?.owners.map(isAlive)).toEqual([true]);
  });

  it('passes over a line that was cut short, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (cut) => {
        const file = new LedgerFile(`${path}${cut}${Math.random()}`, [ownIdentity()]);
        for (let i = 0; i < 4; i++) file.made(i, entry(String(i)));
        file.gone(1);
        const bytes = readFileSync(file.path);
        writeFileSync(file.path, bytes.subarray(0, cut));
        const whole = readLedger(file.path)?.entries;
        file.remove();
        const all = [0, 1, 2, 3].map((i) => entry(String(i)));
        const lines = bytes.subarray(0, cut).toString().split('\n').length - 1;
        const made = all.slice(0, Math.max(0, Math.min(4, lines - 1)));
        // The last line counts also without its newline, when it is whole.
        expect([made, all.slice(0, made.length + 1)]).toContainEqual(whole);
      }),
    );
    appendFileSync(path, '{"owners":[]}\n{"made":0,"ent\n{"made":1,"entry":{"kind":"file","path":"/x"}}\n');
    expect(readLedger(path)?.entries).toEqual([{ kind: 'file', path: '/x' }]);
  });

  it('on a full disk says so before anything is made, and goes on when there is space', async (context) => {
    needs(context, 'root');
    const program = fileURLToPath(new URL('./programs/full-disk.mjs', import.meta.url));
    const args = ['--mount', '--propagation', 'private', '--', process.execPath, program, scratch.path];
    const { stdout } = await execa('unshare', args);
    const { said, made, onDisk, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
    expect(said).toMatchObject({
      name: 'HarnessError',
      message: expect.stringMatching(/^cannot write the ledger .*no space left.*free some space there/),
    });
    expect(onDisk).toBe(made);
    expect(rest).toEqual({ last: { kind: 'file', path: `${scratch.path}/more` }, leaks: [], more: false });
  });
});

describe('the identity of a process', () => {
  it('is alive while it runs, and dead under another start time, pid or boot', () => {
    const own = ownIdentity();
    expect(isAlive(own)).toBe(true);
    expect(isAlive({ ...own, startTime: '1' })).toBe(false);
    expect(isAlive({ ...own, pid: 2 ** 22 + 1 })).toBe(false);
    expect(isAlive({ ...own, boot: 'another' })).toBe(false);
  });

  it('is taken for alive in another PID namespace, where it cannot be seen', () => {
    expect(isAlive({ ...ownIdentity(), pid: 2 ** 22 + 1, pidNamespace: 'pid:[1]' })).toBe(true);
  });
});
