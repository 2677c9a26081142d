import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { exists, makeDirectory, removeDirectory } from '../../../src/kubelet/disk/directories.ts';

const inside = (use: (at: (name: string) => string) => void): Promise<void> =>
  withDir(async ({ path }) => use((name) => join(path, name)), { unsafeCleanup: true });

describe('directories', () => {
  it('are made with their parents, for owner and group alone', () =>
    inside((at) => {
      makeDirectory(at('a/b'));
      expect(statSync(at('a')).mode & 0o777).toBe(0o750);
      expect(statSync(at('a/b')).mode & 0o777).toBe(0o750);
      makeDirectory(at('a/b'));
    }));

  it("fail in Go's words", () =>
    inside((at) => {
      writeFileSync(at('file'), '');
      expect(() => makeDirectory(at('file/x'))).toThrow(`mkdir ${at('file/x')}: not a directory`);
      expect(() => exists(at('file/x'))).toThrow(`stat ${at('file/x')}: not a directory`);
    }));

  it('exist when a symlink leads to one, and not when it leads nowhere', () =>
    inside((at) => {
      symlinkSync(at('.'), at('good'));
      symlinkSync(at('nowhere'), at('bad'));
      expect([exists(at('good')), exists(at('bad')), exists(at('missing'))]).toEqual([true, false, false]);
    }));

  it('are removed when empty, as are files and symlinks, and never with what is in them', () =>
    inside((at) => {
      mkdirSync(at('empty'));
      mkdirSync(at('full/inner'), { recursive: true });
      symlinkSync(at('full'), at('link'));
      removeDirectory(at('empty'));
      removeDirectory(at('link'));
      expect(() => removeDirectory(at('full'))).toThrow(`remove ${at('full')}: directory not empty`);
      expect(() => removeDirectory(at('empty'))).toThrow(`remove ${at('empty')}: no such file or directory`);
      writeFileSync(at('file'), '');
      expect(() => removeDirectory(at('file/x'))).toThrow(`remove ${at('file/x')}: not a directory`);
      removeDirectory(at('file'));
      expect(statSync(at('full/inner')).isDirectory()).toBe(true);
    }));
});
