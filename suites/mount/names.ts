import { requirement, type TestContext } from '../../src/conformance/api.ts';

/** A whole life of a volume of that name, with a second pod in it. */
async function livesWithName(t: TestContext, name: string): Promise<void> {
  const { kubelet, volume, pod, node, expect } = t;
  const [data, web, other] = [await volume({ name }), pod(), pod()];
  const { dir } = await kubelet.bring(data, web);
  await kubelet.bring(data, other);
  await kubelet.take(data, other);
  expect.that(node.mountsAt(dir).length + node.files(dir).length > 0, `a volume in ${dir}`, 'nothing');
  const calls = await kubelet.take(data, web);
  expect.notMounted(dir, calls.at(-1));
}

requirement(
  'mount/takes-names-with-dots',
  'MUST',
  'serve a volume whose name has dots in it',
  { reference: 'a PersistentVolume may be called data.v1.example.com' },
  (t) => livesWithName(t, 'data.v1.2.example.com'),
);

requirement(
  'mount/takes-names-of-63-characters',
  'MUST',
  'serve a volume whose name is 63 characters long',
  { reference: 'an inline volume may have a name as long as a DNS label' },
  (t) => livesWithName(t, `a${'-name'.repeat(12)}-z`),
);

requirement(
  'mount/takes-names-of-253-characters',
  'MUST',
  'serve a volume whose name is 253 characters long',
  { reference: 'a PersistentVolume may have a name as long as a DNS name' },
  (t) => livesWithName(t, `${'long-name.'.repeat(25)}end`),
);

requirement(
  'mount/tells-names-apart-that-begin-alike',
  'MUST',
  'mount a volume whose name is the beginning of that of another one that is mounted in the same pod',
  {
    reference: 'grep finds vol-21 for vol-2, and takes it for mounted: rexray/rexray#1287',
    needs: ['command:mount', 'fresh-volumes'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [long, short, web] = [await volume({ name: 'vol-21' }), await volume({ name: 'vol-2' }), pod()];
    const first = await kubelet.bring(long, web);
    const second = await kubelet.bring(short, web);
    const [wanted, came] = [node.mountsAt(first.dir).length, node.mountsAt(second.dir).length];
    expect.equal(came, wanted, `the number of mounts on ${second.dir}`, second.calls.at(-1));
  },
);
