import { expect, test } from 'vitest';
import { VolumeData } from '../../../src/conformance/inside/volume-data.ts';
import { parseMountInfo } from '../../../src/sandbox/mount-table.ts';

const table = parseMountInfo(`
1 0 0:50 / / rw - overlay overlay rw
2 1 8:1 / /data rw - ext4 /dev/sda1 rw
3 1 0:50 /srv /var/lib/kubelet/pods/1/v rw - overlay overlay rw
4 1 8:1 /shares/a /var/lib/kubelet/pods/2/v rw - ext4 /dev/sda1 rw
5 1 0:60 / /var/lib/kubelet/pods/3/v rw - tmpfs tmpfs rw
`);
const elsewhere = ['/srvx', '/data/shares/b', '/var/log/driver.log', '/var/lib/kubelet'];

test.each([
  ['/srv of the root filesystem', '1', ['/srv', '/srv/data']],
  ['/shares/a of another filesystem', '2', ['/data/shares/a/data']],
  ['a filesystem of its own', '3', []],
])('with %s mounted as a volume, what lies in it is data', (_, pod, data) => {
  const volumes = new VolumeData();
  volumes.notice(`/var/lib/kubelet/pods/${pod}/v`, table);
  expect([...data, ...elsewhere].filter((path) => volumes.has(path))).toEqual(data);
});
