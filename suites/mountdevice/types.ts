import { requirement } from '../../src/conformance/api.ts';
import { uuidOf } from '../support/images.ts';

/** Below it mkfs.xfs refuses. */
const LEAST_MIB_OF_XFS = 320;

requirement(
  'mountdevice/mounts-without-a-type',
  'MUST',
  'mount a volume whose fsType is empty',
  {
    reference: 'most manifests name none; the kubelet takes ext4 then',
    needs: ['command:mountdevice'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ fsType: '' });
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data);
    expect.success(call);
    expect.mounted(kubelet.deviceDir(data), {}, call);
  },
);

requirement(
  'mountdevice/honours-the-filesystem-type',
  'SHOULD',
  'format a blank device with the fsType of the volume',
  {
    reference: 'fsType is the choice of the user, told in every manifest',
    needs: ['command:mountdevice', 'image', 'root', 'loop', 'tool:mkfs.ext4'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume({ filesystem: 'none', fsType: 'ext4' });
    const { calls } = await kubelet.bring(data, pod(), 'mountdevice');
    expect.mounted(kubelet.deviceDir(data), { fsType: 'ext4' }, calls.at(-1));
  },
);

requirement(
  'mountdevice/honours-another-filesystem-type',
  'SHOULD',
  'format a blank device with xfs when that is the fsType, or say that it cannot',
  {
    reference: 'fsType is the choice of the user, told in every manifest',
    needs: ['command:mountdevice', 'image', 'root', 'loop', 'tool:mkfs.xfs', 'filesystem:xfs'],
  },
  async ({ kubelet, volume, pod, expect, notApplicable }) => {
    const data = await volume({ filesystem: 'none', fsType: 'xfs', sizeMiB: LEAST_MIB_OF_XFS });
    await kubelet.bring(data, pod(), 'waitforattach');
    const call = await kubelet.mountdevice(data);
    const { message } = expect.answered(call);
    if (call.conclusion.outcome === 'failure') notApplicable(`the driver does not make xfs: ${message}`);
    expect.mounted(kubelet.deviceDir(data), { fsType: 'xfs' }, call);
  },
);

requirement(
  'mountdevice/never-formats-for-another-type',
  'MUST',
  'keep what is on a device whose filesystem is another than fsType',
  {
    reference: 'a wrong manifest is no reason to lose data; the kubelet itself fails to mount it',
    needs: ['command:mountdevice', 'image', 'root', 'loop', 'tool:mkfs.ext4', 'tool:blkid'],
  },
  async ({ kubelet, volume, pod, node, expect }) => {
    const data = await volume({ filesystem: 'ext4', fsType: 'xfs' });
    await kubelet.bring(data, pod(), 'waitforattach');
    const before = await uuidOf(node, data);
    const call = await kubelet.mountdevice(data);
    expect.equal(await uuidOf(node, data), before, 'the UUID of the filesystem', call);
    if (call.conclusion.outcome === 'failure') expect.notMounted(kubelet.deviceDir(data), call);
  },
);
