import { statSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  definition,
  type Fault,
  healthyText,
  makeFaultyDriver,
  readFaults,
} from '../support/faulty-driver.ts';
import { needs } from '../support/needs.ts';
import { openNode, type TestNode } from './node.ts';
import { bring, Driver, Volume } from './subject.ts';

const faults = readFaults();
const named = faults.map((fault) => [fault.id, fault] as const);

function fault(id: string): Fault {
  const found = faults.find((one) => one.id === id);
  if (!found) throw new Error(`there is no fault ${id}`);
  return found;
}

let node: TestNode;
beforeAll(async () => {
  if (process.getuid?.() === 0) node = await openNode();
});
afterAll(() => node?.close());

describe('each fault', () => {
  it.each(named)('%s says what it breaks and takes hold of functions that are there', (_, one) => {
    expect(one.sentence).toMatch(/^[A-Z].*[.]$/);
    expect(one.breaks.length).toBeGreaterThan(0);
    for (const id of one.breaks) expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
    const healthy = healthyText(one.driver);
    for (const name of one.wraps) {
      expect(healthy, name).toMatch(definition(name));
      expect(one.text, name).toContain(`healthy_${name}`);
    }
    const defined = [...one.text.matchAll(/^(?:def )?([a-z_]+)\(/gm)].map(([, name = '']) => name);
    for (const name of defined) {
      const used = one.text.split(name).length > 2;
      expect(definition(name).test(healthy) || used, `${name} would never be called`).toBe(true);
    }
    const changes = [one.text.trim(), one.firstLine, one.mode !== 0o755, one.after, one.name !== one.driver];
    expect(changes.some(Boolean), 'changes nothing').toBe(true);
  });

  it.each(named)('%s can be read by its interpreter', async (_, one) => {
    await withDir(
      async ({ path }) => {
        const file = join(makeFaultyDriver(one, path), one.name);
        const python = ['-c', 'import ast, sys; ast.parse(open(sys.argv[1]).read())', file];
        if (one.driver === 'python') await execa('python3', python);
        else await execa('sh', ['-n', file]);
        expect(statSync(file).mode & 0o777).toBe(one.mode);
      },
      { unsafeCleanup: true },
    );
  });
});

describe('a faulty driver', () => {
  const driver = (id: string) =>
    new Driver(node, {
      name: id,
      argv: [join(makeFaultyDriver(fault(id), join(node.dir, 'made', id)), fault(id).name)],
      state: '/run/flexcert-sh-loop',
    });

  it('has its fault, and otherwise works', async (context) => {
    needs(context, 'root', 'mkfs.ext4');
    const stacking = driver('mount/stacks');
    const volume = new Volume(node, 'vol-2', { image: node.image('a.img', 16) });
    await bring(stacking, volume);
    for (const _ of ['once', 'twice']) await stacking.succeed('mount', volume.dir('pod'), volume.json());
    expect(node.mountsAt(volume.dir('pod')).length).toBeGreaterThan(1);
  });

  it('may wrap what is healthy', async (context) => {
    needs(context, 'root', 'mkfs.ext4');
    const greedy = driver('unmount/by-prefix');
    const [short, long] = ['pre-2', 'pre-21'].map(
      (name) => new Volume(node, name, { image: node.image(name, 16) }),
    );
    if (!short || !long) throw new Error('two volumes were made');
    for (const volume of [short, long]) {
      await bring(greedy, volume);
      await greedy.succeed('mount', volume.dir('pod'), volume.json());
    }
    await greedy.succeed('unmount', short.dir('pod'));
    expect(node.mountsAt(long.dir('pod'))).toEqual([]);
    const picky = driver('unmount/fails-when-not-mounted');
    expect(await picky.fail('unmount', '/never')).toBe('it is not mounted');
  });

  it('may differ in its first line', async (context) => {
    needs(context, 'root');
    const broken = driver('discovery/carriage-return');
    expect((await node.run(...broken.subject.argv, 'init')).code).toBe(127);
  });
});
