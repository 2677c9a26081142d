import type { Rule } from '../rule.ts';

export const filesLeftAfterUnmount: Rule = {
  id: 'files-left-after-unmount',
  title: 'files are left in the directory after unmount',
  symptoms: [30],
  when: [
    { on: 'log', certainty: 'certain', where: { log: /remove (?<directory>\/\S+): directory not empty/ } },
  ],
  cause:
    'unmount answered Success and left a file in {directory}. The kubelet removes the directory with one rmdir, not recursively, and calls unmount again until it is empty.',
  mend: 'Keep state outside the volume directory, and let unmount remove what mount made in it.',
  attempts: ['ls -la {directory}'],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/51926, https://github.com/kubernetes/kubernetes/issues/70382; recorded: unmount-leaves-file',
  example: {
    log: 'E1123 06:38:11.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName:aa-1 nodeName:}" failed. No retries permitted until 2026-11-23 06:38:11.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "UnmountVolume.TearDown failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"aa-1\\" (UID: \\"aa-1\\") : remove /var/lib/kubelet/pods/aa-1/volumes/v~d/data: directory not empty"',
  },
  nearMiss: { log: 'E0222 20:31:02.123456    1234 x.go:1] rmdir /tmp/a: directory not empty' },
};
