import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { withDir } from 'tmp-promise';
import { expect, it } from 'vitest';
import { InstalledDrivers } from '../../src/simulate/installed-drivers.ts';

const file = (path: string): string => `${path}/plugins/example.com~nas/nas`;

it('a driver that is renamed away comes back as it was', () =>
  withDir(
    async ({ path }) => {
      mkdirSync(`${path}/plugins/example.com~nas`, { recursive: true });
      writeFileSync(file(path), '#!/bin/sh');
      const drivers = new InstalledDrivers(`${path}/plugins`, ['example.com/nas']);
      drivers.restore();
      expect(existsSync(file(path))).toBe(true);
      drivers.remove();
      expect(existsSync(file(path))).toBe(false);
      drivers.restore();
      expect(existsSync(file(path))).toBe(true);
    },
    { unsafeCleanup: true },
  ));

it('what a driver has deleted of itself is passed over', () =>
  withDir(
    async ({ path }) => {
      mkdirSync(`${path}/plugins/example.com~nas`, { recursive: true });
      const drivers = new InstalledDrivers(`${path}/plugins`, ['example.com/nas']);
      const all = ['remove', 'restore', 'touch', 'unlink'] as const;
      for (const act of all) expect(() => drivers[act](), act).not.toThrow();
      expect(() => drivers.installCopy('example.com/other')).not.toThrow();
      rmSync(`${path}/plugins`, { recursive: true });
      for (const act of all) expect(() => drivers[act](), act).not.toThrow();
    },
    { unsafeCleanup: true },
  ));
