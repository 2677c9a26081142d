import type { Rule } from '../rule.ts';

export const deviceInUse: Rule = {
  id: 'device-in-use',
  title: 'something keeps the device open',
  symptoms: [],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /the device is in use when it was no longer expected to be in use/ },
    },
  ],
  cause:
    'After unmountdevice the kubelet opens the device alone to see whether it is free, and it is not: it is mounted elsewhere, or a process holds it. detach waits.',
  mend: 'Find who holds it.',
  attempts: [
    'fuser -vm <device>   # the device that attach answered',
    'lsblk <device>; grep <device> /proc/*/mountinfo',
  ],
  reference: 'behaviour of 1.20.2 and 1.32.10: unmountdevice',
  example: {
    log: 'E1123 06:33:00.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:33:00.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "UnmountDevice failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") on node \\"node-1\\" : the device is in use when it was no longer expected to be in use"',
  },
  nearMiss: { log: 'E1123 06:33:00.000001   24616 x.go:1] device is in use' },
};
