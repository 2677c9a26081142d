import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { flexcertInPath, makeContainer, root } from '../../support/container.ts';
import { needs } from '../../support/needs.ts';

const node = makeContainer();
afterAll(() => node.remove());

test.for(['/usr/libexec/kubernetes/kubelet-plugins/volume/exec', '/var/lib/kubelet/volumeplugins'] as const)(
  'a driver installed in %s of this node is run and called from there',
  async (directory, context) => {
    needs(context, 'root', 'unshare');
    cpSync(
      join(root, 'fixtures/drivers/healthy/flexcert.test~tmpfs'),
      join(node.shared, 'flexcert.test~tmpfs'),
      { recursive: true },
    );
    const { stdout, stderr, exitCode } = await node.run([
      ...flexcertInPath(),
      'mkdir /root/tmp',
      'export TMPDIR=/root/tmp',
      `mkdir -p ${directory}`,
      `mv /shared/flexcert.test~tmpfs ${directory}/`,
      `cd ${directory}`,
      'flexcert run flexcert.test~tmpfs -o size=16Mi --suite init --json --output /tmp/out | head -c 300',
      'flexcert call flexcert.test~tmpfs init',
      `flexcert call ${directory}/flexcert.test~tmpfs/tmpfs getvolumename`,
      'ls /root/tmp',
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(`"path":"${directory}/flexcert.test~tmpfs"`);
    expect(stderr).toContain('passed init/succeeds');
    expect(stdout).not.toContain('flexcert-driver-');
  },
);
