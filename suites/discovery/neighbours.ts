import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { requirement } from '../../src/conformance/api.ts';
import { callEveryCommand } from '../support/every-command.ts';

requirement(
  'discovery/survives-an-upgrade',
  'MUST',
  'serve the volumes that are there when a fresh copy of it is renamed into place',
  {
    reference:
      'the watch of the kubelet sees half a copy otherwise, so drivers are installed under a name with a dot and renamed, while pods run: rook/rook#2064',
    needs: ['init', 'isolation'],
  },
  async ({ driver, kubelet, volume, pod, expect }) => {
    const directory = dirname(driver.executable);
    const fresh = join(dirname(directory), `.${basename(directory)}`);
    cpSync(directory, fresh, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    const [data, web] = [await volume(), pod()];
    const { dir } = await kubelet.bring(data, web);
    rmSync(directory, { recursive: true });
    renameSync(fresh, directory);
    expect.success(await kubelet.init());
    const calls = await kubelet.take(data, web);
    expect.notMounted(dir, calls.at(-1));
  },
);

requirement(
  'discovery/leaves-the-plugin-directory-alone',
  'SHOULD',
  "write nothing to the plugin directory: neither its own files nor a neighbour's",
  {
    reference:
      'the kubelet watches it and probes again at every change: init by the dozen, and what was Not supported is asked again: kubernetes/kubernetes#58352',
    needs: ['init'],
  },
  async (t) => {
    const plugins = dirname(dirname(t.driver.executable));
    const before = stampsBelow(plugins);
    await callEveryCommand(t);
    const changed = stampsBelow(plugins).filter((stamp) => !before.includes(stamp));
    t.expect.that(
      changed.length === 0,
      `nothing to change below ${plugins}`,
      `changes of ${changed.map((stamp) => stamp.split('\t')[0]).join(', ')}`,
    );
  },
);

requirement(
  'discovery/works-beside-a-namesake',
  'MUST',
  'work beside a driver of the same name from another vendor',
  {
    reference:
      'a node has drivers of several vendors: the directory tells them apart, the name of the executable does not',
    needs: ['init', 'isolation'],
  },
  async ({ driver, kubelet, volume, pod, expect, node }) => {
    const directory = dirname(driver.executable);
    const other = join(dirname(directory), `another.flexcert.test~${basename(driver.executable)}`);
    cpSync(directory, other, { recursive: true, verbatimSymlinks: true });
    const content = readFileSync(driver.executable);
    expect.success(await kubelet.init());
    const [data, web] = [await volume(), pod()];
    await kubelet.bring(data, web);
    await kubelet.take(data, web);
    const copy = node.read(other, basename(driver.executable));
    expect.that(copy === content.toString('utf8'), `${other} to be left as it was`, 'other content');
  },
);

/** Path and change of every file: a directory changes when something in it comes or goes. */
function stampsBelow(directory: string): string[] {
  return ['', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })].map((name) => {
    const path = join(directory, name);
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
    return [path, stat?.ctimeNs, stat?.mtimeNs].join('\t');
  });
}
