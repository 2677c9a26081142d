import { chmodSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requirement } from '../../src/conformance/api.ts';

requirement(
  'security/follows-no-link-in-the-volume',
  'MUST',
  'follow no symbolic link that a pod left in its volume',
  {
    reference:
      'a pod writes its volume: chown -R or chmod -R that follows its link changes the files of the node',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod, node, expect, notApplicable }) => {
    const [data, web] = [await volume(), pod({ fsGroup: 2000 })];
    if (data.spec.readOnly) notApplicable('the volume template is read-only');
    const outside = join(node.scratch, 'outside');
    mkdirSync(outside, { mode: 0o700 });
    const file = node.write(outside, 'of the node');
    chmodSync(file, 0o600);
    const before = [outside, file].map(looks);
    const { dir } = await kubelet.bring(data, web);
    symlinkSync(file, join(dir, 'to-a-file'));
    symlinkSync(outside, join(dir, 'to-a-directory'));
    await kubelet.take(data, web);
    const again = pod({ fsGroup: 2000 });
    await kubelet.bring(data, again);
    await kubelet.take(data, again);
    expect.equal([outside, file].map(looks), before, 'mode, owner and content of what the link leads to');
  },
);

requirement(
  'security/mounts-on-no-link',
  'SHOULD',
  'not mount through a symbolic link in place of its target directory',
  { reference: 'a link there leads the mount over a directory of the node', needs: ['command:mount'] },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, web] = [await volume(), pod()];
    const outside = join(node.scratch, 'outside');
    mkdirSync(outside);
    node.write(outside, 'of the node');
    const dir = kubelet.dir(data, web);
    // Another pod has it already, so that nothing but mount is left to do.
    await kubelet.bring(data, pod());
    mkdirSync(dirname(dir), { recursive: true });
    symlinkSync(outside, dir);
    const call = await kubelet.mount(data, web, { make: false });
    expect.notMounted(outside, call);
    expect.holds(outside, 'of the node');
    expect.equal(node.files(outside), ['data'], 'what is in the directory of the node', call);
  },
);

requirement(
  'security/is-for-root-to-change',
  'MUST',
  'be writable by no other user, neither its files nor its directory',
  { reference: 'whoever may change a driver has the kubelet run anything as root' },
  async ({ driver, node, expect }) => {
    const directory = dirname(driver.executable);
    const open = ['', ...node.files(directory)].map((name) => join(directory, name)).filter(isForAllToWrite);
    expect.that(open.length === 0, `no other user to write in ${directory}: chmod -R o-w`, open.join(', '));
  },
);

requirement(
  'security/leaves-nothing-for-all-to-write',
  'SHOULD',
  'make no file or directory that every user may write, whatever the umask is',
  {
    reference:
      'who writes the state of a driver chooses what it mounts, as root; some containers run with umask 0',
    needs: ['isolation'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, web] = [await volume(), pod()];
    await kubelet.with({ umask: 0 }).bring(data, web);
    // What is mounted has the mode of the volume, which is the user's.
    const open = node.written().filter((path) => isForAllToWrite(path) && node.mountsAt(path).length === 0);
    expect.that(open.length === 0, 'no path that others may write', open.join(', '));
  },
);

/** A sticky directory is for all to write, each their own. */
function isForAllToWrite(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.isSymbolicLink() || stat.isCharacterDevice()) return false;
  return (stat.mode & 0o002) !== 0 && (stat.mode & 0o1000) === 0;
}

function looks(path: string): unknown[] {
  const { mode, uid, gid } = lstatSync(path);
  return [mode.toString(8), uid, gid, lstatSync(path).isFile() ? readFileSync(path, 'utf8') : ''];
}
