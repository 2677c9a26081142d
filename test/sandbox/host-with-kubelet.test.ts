import { execa } from 'execa';
import { beforeEach, expect, test } from 'vitest';
import { needs } from '../support/needs.ts';

beforeEach((context) => needs(context, 'root'));

/** A node has a kubelet directory with pods in it: what goes on in the cell's own one is no leak. */
test('a host with a kubelet directory of its own is no other than one without', async () => {
  const run = [
    process.execPath,
    'dist/src/cli/main.js',
    'run',
    'fixtures/drivers/healthy/flexcert.test~tmpfs',
    '--option=size=16Mi',
    '--suite=cleanup',
    '--json',
  ].join(' ');
  const script = `mount -t tmpfs none /var/lib && mkdir -p /var/lib/kubelet/pods/theirs &&
    ${run} --output /var/lib/reports; ls /var/lib/kubelet/pods`;
  const { stdout } = await execa('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script]);
  const end = stdout.lastIndexOf('}') + 1;
  const { results, leaks } = JSON.parse(stdout.slice(0, end)) as {
    results: { id: string; status: string }[];
    leaks: [];
  };
  expect(leaks).toEqual([]);
  expect(results.filter(({ status }) => !['passed', 'not-applicable'].includes(status))).toEqual([]);
  expect(stdout.slice(end).trim()).toBe('theirs');
});
