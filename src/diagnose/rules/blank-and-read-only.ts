import type { Rule } from '../rule.ts';

export const blankAndReadOnly: Rule = {
  id: 'blank-and-read-only',
  title: 'a blank device is to be mounted read-only',
  symptoms: [],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: {
        log: /cannot mount unformatted disk (?<device>\S+) as we are manipulating it in read-only mode/,
      },
    },
  ],
  cause:
    'The driver leaves mountdevice to the kubelet, {device} has no filesystem, and the volume is read-only, so the kubelet may not make one.',
  mend: 'Mount it writable once, or make the filesystem yourself. If it should have data, it is the wrong device.',
  attempts: ['blkid -p {device}; lsblk -f {device}'],
  reference: 'recorded: default-mountdevice-readonly-blank',
  example: {
    log: 'E1123 06:33:00.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:33:00.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "MountVolume.MountDevice failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") : cannot mount unformatted disk /dev/loop0 as we are manipulating it in read-only mode"',
  },
  nearMiss: { log: 'E1123 06:33:00.000001   24616 x.go:1] cannot mount disk /dev/loop0' },
};
