import type { Rule } from '../rule.ts';

export const mountedElsewhere: Rule = {
  id: 'mounted-elsewhere',
  title: 'the device is still mounted at another place',
  symptoms: [],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /still mounted by other references(?: \[?(?<paths>(?<first>[^\]"\s]+)[^\]"]*))?/ },
    },
  ],
  cause:
    'Before unmountdevice the kubelet looks for other mounts of the same device and root, and finds {paths|some}. It waits until they are gone, and does not call the driver.',
  mend: "Unmount what is left there; let the driver mount its volumes below the kubelet's directories alone.",
  attempts: ['findmnt {first|-S <device>}'],
  reference: 'behaviour of 1.20.2 and 1.32.10: unmountdevice',
  example: {
    log: 'E1123 06:33:00.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:33:00.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "GetDeviceMountRefs check failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") on node \\"node-1\\" : the device mount path \\"/g\\" is still mounted by other references [/mnt/x]"',
  },
  nearMiss: { log: 'I1123 06:33:00.000001   24616 x.go:1] still mounted' },
};
