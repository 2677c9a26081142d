import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { create } from 'tar';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { needs } from '../support/needs.ts';
import { aggregate, filesOf, postProcess, retrieve, StandInWorker } from '../support/sonobuoy.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist/src/cli/main.js');
const scratch = mkdtempSync(join(tmpdir(), 'flexcert-sonobuoy-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const flexcert = (args: string[], env: Record<string, string> = {}) =>
  execa(process.execPath, [cli, ...args], { reject: false, cwd: scratch, env: { NO_COLOR: '1', ...env } });

/** A node: its plugin directory, the plugin's config map, the volume that container and worker share. */
function makeNode(name: string, drivers: readonly string[]) {
  const at = (part: string) => join(scratch, name, part);
  for (const part of ['plugins', 'config', 'results']) mkdirSync(at(part), { recursive: true });
  for (const driver of drivers) {
    cpSync(join(root, 'fixtures/drivers', driver), join(at('plugins'), driver.split('/')[1] as string), {
      recursive: true,
    });
  }
  writeFileSync(
    join(at('config'), 'flexcert.yaml'),
    'volumes:\n  - { options: { size: 16Mi } }\nsuite: [init]\n',
  );
  return {
    name,
    plugins: at('plugins'),
    results: at('results'),
    env: { SONOBUOY_RESULTS_DIR: at('results'), SONOBUOY_CONFIG_DIR: at('config') },
  };
}

/** Runs the plugin with a worker beside it, as they share a pod. */
async function runPod(node: ReturnType<typeof makeNode>, ...args: string[]) {
  const worker = new StandInWorker(node.results);
  const port = await worker.listen();
  const over = new AbortController();
  const packed = worker.handedOver(over.signal);
  packed.catch(() => {});
  try {
    const env = { ...node.env, SONOBUOY_PROGRESS_PORT: String(port) };
    const ran = await flexcert(['sonobuoy', '--plugin-directory', node.plugins, ...args], env);
    if (!existsSync(join(node.results, 'done'))) over.abort(new Error(`no done file: ${ran.stderr}`));
    return { exitCode: ran.exitCode, stderr: ran.stderr, worker, packed: await packed };
  } finally {
    worker.close();
  }
}

const treeOf = (node: ReturnType<typeof makeNode>, driver = '') =>
  parse(readFileSync(join(node.results, 'flexcert', driver, 'sonobuoy_results.yaml'), 'utf8')) as Record<
    string,
    unknown
  >;

describe('flexcert sonobuoy', () => {
  test('two nodes, from the plugin to the tarball and back', { timeout: 180_000 }, async (context) => {
    needs(context, 'root');
    const snapshot = join(scratch, 'snapshot');
    const nodes = [
      makeNode('node-1', ['healthy/flexcert.test~tmpfs']),
      makeNode('node-2', ['healthy/flexcert.test~tmpfs', 'odd/flexcert.test~failure']),
    ];
    for (const node of nodes) {
      const { exitCode, stderr, worker, packed } = await runPod(node);
      expect(exitCode, stderr).toBe(0);
      // Nothing is written once the worker has been told: what it packs is whole.
      const before = filesOf(node.results).filter((file) => !file.startsWith('results.tar.gz'));
      expect(worker.seen).toEqual(before);
      expect(worker.progress.at(-1)).toMatchObject({ msg: 'done' });
      const last = worker.progress.at(-1) as { total: number; completed: number };
      expect(last.total).toBeGreaterThan(0);
      expect(last.completed).toBeLessThanOrEqual(last.total);
      await aggregate(snapshot, 'flexvolume', node.name, packed);
    }
    const results = postProcess(snapshot, 'flexvolume');
    expect(results.status).toBe('failed: 1, passed: 2');
    expect(results.items?.map(({ name, status }) => [name, status])).toEqual([
      ['node-1', 'passed'],
      ['node-2', 'failed: 1, passed: 1'],
    ]);

    await retrieve(snapshot, join(scratch, '202611251200_sonobuoy_1f.tar.gz'));
    const all = await flexcert(['report', '202611251200_sonobuoy_1f.tar.gz']);
    expect(all.stdout).toMatch(/node-1 {2}flexcert\.test\/tmpfs {4}Conformant/);
    expect(all.stdout).toMatch(/node-2 {2}flexcert\.test\/failure {2}Not conformant {2}1 MUST failed/);
    expect(all.stdout).toMatch(/flexcert\.test\/failure init\/succeeds\n {4}on node-2/);
    expect(all.exitCode).toBe(0);

    const one = await flexcert(['report', '202611251200_sonobuoy_1f.tar.gz', '--node', 'node-1', '--json']);
    expect(JSON.parse(one.stdout)).toMatchObject({
      driver: { name: 'flexcert.test/tmpfs' },
      summary: { verdict: 'conformant' },
    });
    const each = await flexcert([
      'report',
      '202611251200_sonobuoy_1f.tar.gz',
      '--reporter',
      'html,junit',
      '--output',
      'each',
    ]);
    expect(each.exitCode).toBe(0);
    expect(filesOf(join(scratch, 'each')).map((file) => file.split(' ')[0])).toEqual([
      'node-1/flexcert.test~tmpfs/junit.xml',
      'node-1/flexcert.test~tmpfs/report.html',
      'node-2/flexcert.test~failure/junit.xml',
      'node-2/flexcert.test~failure/report.html',
      'node-2/flexcert.test~tmpfs/junit.xml',
      'node-2/flexcert.test~tmpfs/report.html',
    ]);
    const list = await flexcert(['report', '202611251200_sonobuoy_1f.tar.gz', '--json']);
    expect((JSON.parse(list.stdout) as { node: string }[]).map(({ node }) => node)).toEqual([
      'node-1',
      'node-2',
      'node-2',
    ]);
    const html = await flexcert(['report', '202611251200_sonobuoy_1f.tar.gz', '--reporter', 'html']);
    expect(html).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--node NAME') });
  });

  test('a container that is started again runs nothing again', async (context) => {
    needs(context, 'root');
    const node = makeNode('again', ['odd/flexcert.test~failure']);
    writeFileSync(join(node.results, 'done'), join(node.results, 'flexcert'));
    const { exitCode, stderr } = await flexcert(['sonobuoy', '--plugin-directory', node.plugins], node.env);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('handed over'),
    });
    expect(existsSync(join(node.results, 'flexcert'))).toBe(false);
  });

  test('without a worker for progress the results are the same, and it is told once', async (context) => {
    needs(context, 'root');
    const node = makeNode('alone', ['odd/flexcert.test~failure']);
    const env = { ...node.env, SONOBUOY_PROGRESS_PORT: '1' };
    const { exitCode, stderr } = await flexcert(['sonobuoy', '--plugin-directory', node.plugins], env);
    expect(exitCode).toBe(0);
    expect(stderr.match(/progress cannot be posted/g)).toHaveLength(1);
    expect(treeOf(node, 'flexcert.test~failure')).toMatchObject({ status: 'failed' });
  });
});

describe('a node that cannot be certified says so in its results, and the container ends well', () => {
  test('nothing is installed', async () => {
    const node = makeNode('bare', []);
    expect((await runPod(node)).exitCode).toBe(0);
    expect(treeOf(node)).toMatchObject({
      status: 'skipped',
      details: { message: 'no driver is installed on this node' },
    });
  });

  test('the driver that is meant is not there', async () => {
    const node = makeNode('other', ['odd/flexcert.test~failure']);
    expect((await runPod(node, '--name', 'example.com/nas')).exitCode).toBe(0);
    expect(treeOf(node)).toMatchObject({
      status: 'failed',
      details: { message: expect.stringContaining('example.com/nas is not installed on this node') },
    });
  });

  test('the plugin directory is not mounted', async () => {
    const node = makeNode('unmounted', []);
    rmSync(node.plugins, { recursive: true });
    expect((await runPod(node)).exitCode).toBe(0);
    expect(treeOf(node)).toMatchObject({
      status: 'failed',
      details: { message: expect.stringContaining('Mount the node') },
    });
  });

  test('a directory that no kubelet could run stands beside its neighbours', async (context) => {
    needs(context, 'root');
    const node = makeNode('broken', ['odd/flexcert.test~failure']);
    mkdirSync(join(node.plugins, 'example.com~empty'));
    mkdirSync(join(node.plugins, '.example.com~new'));
    expect((await runPod(node)).exitCode).toBe(0);
    expect(treeOf(node, 'example.com~empty')).toMatchObject({ status: 'failed' });
    expect(treeOf(node, 'flexcert.test~failure')).toMatchObject({ status: 'failed' });
    expect(existsSync(join(node.results, 'flexcert/.example.com~new'))).toBe(false);
  });

  test('the configuration is wrong', async () => {
    const node = makeNode('wrong', ['odd/flexcert.test~failure']);
    writeFileSync(join(node.env.SONOBUOY_CONFIG_DIR, 'flexcert.yaml'), 'volume: 1\n');
    expect((await runPod(node)).exitCode).toBe(0);
    expect(treeOf(node, 'flexcert.test~failure')).toMatchObject({
      status: 'failed',
      details: { message: expect.stringContaining('flexcert.yaml') },
    });
  });
});

test('what is no tarball, and one without a record, is told', async () => {
  writeFileSync(join(scratch, 'odd.tar'), 'text');
  const odd = await flexcert(['report', 'odd.tar']);
  expect(odd).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('cannot read the tarball') });
  await create({ file: join(scratch, 'other.tgz'), gzip: true, cwd: root }, ['package.json']);
  const other = await flexcert(['report', 'other.tgz']);
  expect(other).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('holds no record') });
});
