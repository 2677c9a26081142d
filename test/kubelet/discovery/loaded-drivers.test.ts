import { describe, expect, it } from 'vitest';
import { LoadedDrivers } from '../../../src/kubelet/discovery/loaded-drivers.ts';
import type { PluginChange } from '../../../src/kubelet/discovery/plugin-event.ts';
import { KubeletError } from '../../../src/kubelet/kubelet-error.ts';
import { profileFor } from '../../../src/kubelet/profile.ts';

/** A plugin directory in memory: which drivers are there, and which of them answer init. */
class Bench {
  readonly works = new Map<string, boolean>();
  readonly inits: string[] = [];
  readonly errors: string[] = [];
  nowMs = 0;
  readonly drivers: LoadedDrivers<string>;

  constructor(release: string, works: Record<string, boolean> = {}) {
    for (const [directory, good] of Object.entries(works)) this.works.set(directory, good);
    this.drivers = new LoadedDrivers<string>({
      profile: profileFor(release),
      list: () => [...this.works.keys()],
      load: async (directory) => {
        this.inits.push(directory);
        if (this.works.get(directory) !== true) throw new KubeletError('broken');
        return `${directory}#${this.inits.length}`;
      },
      now: () => this.nowMs,
      onError: (text) => this.errors.push(text),
    });
  }

  event(change: PluginChange, path: string): void {
    this.drivers.notice({ change, path });
  }

  /** The inits that a look-up makes, and whether it finds the driver. */
  async lookUp(driver = 'v/good'): Promise<[inits: string[], found: boolean]> {
    const before = this.inits.length;
    const found = await this.drivers.find(driver);
    return [this.inits.slice(before), found !== undefined];
  }
}

describe('loading drivers', () => {
  it('waits for the first look-up, and is not repeated', async () => {
    const bench = new Bench('1.20', { 'v~good': true });
    expect(bench.inits).toEqual([]);
    expect(await bench.lookUp()).toEqual([['v~good'], true]);
    expect(await bench.lookUp()).toEqual([[], true]);
  });

  it('does not repeat a first scan that failed', async () => {
    const bench = new Bench('1.20', { 'v~good': false });
    expect(await bench.lookUp()).toEqual([['v~good'], false]);
    expect(await bench.lookUp()).toEqual([[], false]);
    expect(bench.errors).toEqual([
      'Error dynamically probing plugins: Error creating Flexvolume plugin from directory v~good, skipping. Error: broken',
    ]);
  });

  it('tries a queued driver that fails at every look-up', async () => {
    const bench = new Bench('1.20');
    await bench.lookUp();
    bench.event('created', 'v~good');
    bench.works.set('v~good', false);
    expect(await bench.lookUp()).toEqual([['v~good'], false]);
    expect(await bench.lookUp()).toEqual([['v~good'], false]);
    bench.works.set('v~good', true);
    expect(await bench.lookUp()).toEqual([['v~good'], true]);
    expect(await bench.lookUp()).toEqual([[], true]);
  });

  it.each(['created', 'written', 'mode-changed', 'renamed-away', 'removed'] as const)(
    'probes again when something in the directory is %s',
    async (change) => {
      const bench = new Bench('1.20', { 'v~good': true });
      await bench.lookUp();
      bench.event(change, 'v~good/lib/some-file');
      expect(await bench.lookUp()).toEqual([['v~good'], true]);
    },
  );

  it('keeps a driver whose executable is renamed away, and forgets one whose executable is removed', async () => {
    const bench = new Bench('1.20', { 'v~good': true });
    await bench.lookUp();
    bench.works.set('v~good', false);
    bench.event('renamed-away', 'v~good/good');
    expect(await bench.lookUp()).toEqual([['v~good'], true]);
    bench.event('removed', 'v~good/good');
    expect(await bench.lookUp()).toEqual([[], false]);
    bench.works.set('v~good', true);
    bench.event('created', 'v~good/good');
    expect(await bench.lookUp()).toEqual([['v~good'], true]);
    bench.event('removed', 'v~good');
    expect(await bench.lookUp()).toEqual([[], false]);
  });

  it('lets the last event of a directory decide, as a recursive removal shows', async () => {
    const bench = new Bench('1.20', { 'v~good': true });
    await bench.lookUp();
    bench.works.delete('v~good');
    bench.event('removed', 'v~good/good');
    bench.event('removed', 'v~good/README');
    expect(await bench.lookUp()).toEqual([['v~good'], true]);
    bench.event('removed', 'v~good');
    expect(await bench.lookUp()).toEqual([[], false]);
  });

  it('does not see names that begin with a dot, and sees the rename that ends an installation', async () => {
    const bench = new Bench('1.20');
    await bench.lookUp();
    bench.event('created', '.v~good');
    bench.event('created', 'v~good/.partial');
    expect(await bench.lookUp()).toEqual([[], false]);
    bench.event('created', 'v~good');
    bench.works.set('v~good', true);
    expect(await bench.lookUp()).toEqual([['v~good'], true]);
  });

  it('counts what happens during a probe after it', async () => {
    const bench = new Bench('1.20', { 'v~good': true });
    await bench.lookUp();
    bench.event('written', 'v~good/good');
    const running = bench.lookUp();
    // The probe runs by now, and the driver it looks at changes under it.
    await Promise.resolve();
    bench.event('written', 'v~good/good');
    expect(await running).toEqual([['v~good'], true]);
    expect(await bench.lookUp()).toEqual([['v~good'], true]);
    expect(await bench.lookUp()).toEqual([[], true]);
  });

  it('makes look-ups at once wait for one probe', async () => {
    const bench = new Bench('1.20', { 'v~good': true });
    await Promise.all([bench.lookUp(), bench.lookUp(), bench.lookUp()]);
    expect(bench.inits).toEqual(['v~good']);
  });
});

describe('a broken neighbour', () => {
  it('hides good drivers from 1.8 to 1.23, also when it is mended', async () => {
    const bench = new Bench('1.23', { 'a~bad': false, 'v~good': true });
    expect(await bench.lookUp()).toEqual([['a~bad', 'v~good'], false]);
    bench.works.set('a~bad', true);
    bench.event('created', 'a~bad/bad');
    expect(await bench.lookUp()).toEqual([['a~bad'], false]);
    expect(await bench.lookUp('a/bad')).toEqual([[], true]);
    // Only an event of its own brings it back.
    bench.event('mode-changed', 'v~good/good');
    expect(await bench.lookUp()).toEqual([['v~good'], true]);
  });

  it('hides nothing from 1.24 on', async () => {
    const bench = new Bench('1.24', { 'a~bad': false, 'v~good': true });
    expect(await bench.lookUp()).toEqual([['a~bad', 'v~good'], true]);
  });
});

describe('older releases', () => {
  it('of 1.8 to 1.10 probe every driver at any event, and forget what is gone', async () => {
    const bench = new Bench('1.10', { 'v~good': true, 'v~other': true });
    await bench.lookUp();
    bench.event('written', 'v~good/some-file');
    expect(await bench.lookUp()).toEqual([['v~good', 'v~other'], true]);
    bench.works.delete('v~good');
    bench.event('renamed-away', 'v~good');
    expect(await bench.lookUp()).toEqual([['v~other'], false]);
  });

  it('of 1.8 to 1.10 lose events beyond 20 in 5 s', async () => {
    const bench = new Bench('1.9', { 'v~good': true });
    await bench.lookUp();
    for (let i = 0; i < 20; i++) bench.event('written', 'v~good/good');
    expect((await bench.lookUp())[0]).toEqual(['v~good']);
    bench.event('written', 'v~good/good');
    expect((await bench.lookUp())[0]).toEqual([]);
    bench.nowMs = 5001;
    bench.event('written', 'v~good/good');
    expect((await bench.lookUp())[0]).toEqual(['v~good']);
  });

  it('before 1.8 look once', async () => {
    const bench = new Bench('1.6', { 'v~good': true });
    await bench.lookUp();
    bench.event('removed', 'v~good/good');
    expect(await bench.lookUp()).toEqual([[], true]);
  });
});
