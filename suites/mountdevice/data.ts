import { requirement } from '../../src/conformance/api.ts';
import { isWritten } from '../support/devices.ts';
import { firstSector, uuidOf, writePartitionTable } from '../support/images.ts';

requirement(
  'mountdevice/data-arrives-in-the-image',
  'MUST',
  'mount the volume itself: what is written there arrives in its image',
  {
    reference: 'pods write to the disk of the node otherwise, and it is gone with the node (rook/rook#2371)',
    needs: ['command:mountdevice', 'image', 'root', 'loop'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data);
    expect.success(call);
    const dir = kubelet.deviceDir(data);
    const arrived = await isWritten(data.image as string, () => node.write(dir, 'written'));
    expect.that(arrived, `what is written to ${dir} to arrive in ${data.image}`, 'nothing there', call);
  },
);

requirement(
  'mountdevice/never-formats-again',
  'MUST',
  'keep the data of a volume that is detached and comes again',
  {
    reference: 'a driver that formats what is formatted loses the data of its users',
    needs: ['command:mountdevice', 'fresh-volumes'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const [data, first, second] = [await volume(), pod(), pod()];
    const { dir } = await kubelet.bring(data, first);
    node.write(dir, 'kept');
    await kubelet.takeAll();
    await kubelet.bring(data, second);
    expect.holds(kubelet.dir(data, second), 'kept');
  },
);

requirement(
  'mountdevice/keeps-an-existing-filesystem',
  'MUST',
  'keep what is on a device that comes with a filesystem',
  {
    reference:
      'volumes are restored, cloned and moved between clusters; the kubelet itself formats only what is blank',
    needs: ['command:mountdevice', 'image', 'root', 'loop', 'tool:mkfs.ext4', 'tool:blkid'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume({ filesystem: 'ext4', fsType: 'ext4' });
    const before = await uuidOf(node, data);
    const { calls } = await kubelet.bring(data, pod(), 'mountdevice');
    expect.equal(await uuidOf(node, data), before, 'the UUID of the filesystem', calls.at(-1));
  },
);

requirement(
  'mountdevice/never-formats-a-partition-table',
  'MUST',
  'keep what is on a device that has a partition table',
  {
    reference: 'its partitions hold filesystems; the kubelet itself never formats such a device',
    needs: ['command:mountdevice', 'image', 'root', 'loop'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ filesystem: 'none' });
    const path = data.device ?? (data.image as string);
    writePartitionTable(path);
    const before = firstSector(path);
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data);
    expect.that(firstSector(path).equals(before), 'the partition table to stay', 'other bytes there', call);
    if (call.conclusion.outcome === 'failure') expect.notMounted(kubelet.deviceDir(data), call);
  },
);
