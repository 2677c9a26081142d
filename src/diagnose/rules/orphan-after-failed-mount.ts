import type { Rule } from '../rule.ts';

export const orphanAfterFailedMount: Rule = {
  id: 'orphan-after-failed-mount',
  title: 'a failed mount left something behind, and nothing will take it away',
  symptoms: [27],
  when: [
    {
      on: 'log',
      certainty: 'guess',
      where: { log: /[Oo]rphaned pod "?(?<uid>[\w-]+)"? found/, podHistory: /\bmount-failed\b/ },
      unless: { podHistory: /\bmount-succeeded\b/ },
    },
  ],
  cause:
    'The mount for this pod failed, so the kubelet never calls unmount for it. What the driver had left in the directory by then (a mount, a file) stays, and the pod is an orphan.',
  mend: 'Clean up in the driver before it answers Failure. On this node: unmount and remove what is left, deepest first.',
  attempts: ['grep {uid} /proc/self/mountinfo', 'find /var/lib/kubelet/pods/{uid}/volumes -xdev'],
  reference: 'https://github.com/kubernetes/kubernetes/issues/49383',
  over: ['orphaned-volume'],
  example: {
    log: [
      'E0222 20:31:01.000001    1234 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName:aa-1 nodeName:}" failed. No retries permitted until 2026-02-22 20:31:01.5 +0000 UTC m=+1.5 (durationBeforeRetry 500ms). Error: "MountVolume.SetUp failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") : mount command failed, status: Failure, reason: x"',
      'E0222 20:31:02.000001    1234 kubelet_volumes.go:154] orphaned pod "aa-1" found, but volume paths are still present on disk : There were a total of 1 errors similar to this. Turn up verbosity to see them.',
    ].join('\n'),
  },
  nearMiss: {
    log: 'E0222 20:31:02.000001    1234 kubelet_volumes.go:154] orphaned pod "aa-1" found, but volume paths are still present on disk : There were a total of 1 errors similar to this. Turn up verbosity to see them.',
  },
};
