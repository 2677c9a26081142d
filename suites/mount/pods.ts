import { statSync } from 'node:fs';
import { requirement } from '../../src/conformance/api.ts';
import { lastingVolume, writableVolume } from '../support/volumes.ts';

requirement(
  'mount/shares-data-between-pods',
  'MUST',
  'show a second pod what the first has written',
  { reference: 'pods of one volume see one volume', needs: ['command:mount', 'attach'] },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const data = await lastingVolume(t);
    const first = await kubelet.bring(data, pod());
    node.write(first.dir, 'shared');
    const second = await kubelet.bring(data, pod());
    expect.holds(second.dir, 'shared');
  },
);

requirement(
  'mount/gives-a-pod-two-volumes',
  'MUST',
  'give one pod two volumes, each with its own data',
  { reference: 'a pod names as many volumes as it likes', needs: ['command:mount', 'fresh-volumes'] },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const [one, other, web] = [await writableVolume(t), await t.volume(), pod()];
    const first = await kubelet.bring(one, web);
    const second = await kubelet.bring(other, web);
    node.write(first.dir, 'of the first');
    node.write(second.dir, 'of the second');
    expect.holds(first.dir, 'of the first');
  },
);

requirement(
  'mount/tells-inline-volumes-of-one-name-apart',
  'MUST',
  'give each pod its own volume where two pods call their volumes alike',
  {
    reference:
      'without attach an inline volume belongs to its pod: its name is unique there and nowhere else',
    needs: ['command:mount', 'no-attach', 'fresh-volumes'],
  },
  async (t) => {
    const { kubelet, pod, node, expect } = t;
    const one = await writableVolume(t);
    const other = await t.volume({ name: one.name });
    const first = await kubelet.bring(one, pod());
    const second = await kubelet.bring(other, pod());
    node.write(first.dir, 'of the first');
    node.write(second.dir, 'of the second');
    expect.holds(first.dir, 'of the first');
  },
);

requirement(
  'mount/accepts-the-group-of-a-pod',
  'MUST',
  'mount the volume of a pod that has an fsGroup',
  {
    reference: 'the options have one key more then, kubernetes.io/mounterArgs.FsGroup',
    needs: ['command:mount'],
  },
  async ({ kubelet, volume, pod }) => {
    await kubelet.bring(await volume(), pod({ fsGroup: GROUP }));
  },
);

requirement(
  'mount/lets-the-group-own-it',
  'SHOULD',
  'let the kubelet give the volume to the group of the pod, or say fsGroup: false',
  {
    reference: 'the kubelet changes the owner of all of it and passes over errors: the pod then cannot write',
    needs: ['command:mount', 'capability:fsGroup'],
  },
  async (t) => {
    const { kubelet, pod, expect } = t;
    const { dir, calls } = await kubelet.bring(await writableVolume(t), pod({ fsGroup: GROUP }));
    expect.equal(statSync(dir).gid, GROUP, `the group of ${dir}`, calls.at(-1));
  },
);

requirement(
  'mount/goes-without-a-service-account',
  'MUST',
  'mount the volume of a pod whose service account has no name',
  {
    reference: 'kubernetes.io/serviceAccount.name is "" for a static pod',
    needs: ['command:mount', 'kubelet>=1.7'],
  },
  async ({ kubelet, volume, pod }) => {
    await kubelet.bring(await volume(), pod({ serviceAccountName: '' }));
  },
);

const GROUP = 4711;
