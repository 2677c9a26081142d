import type { Rule } from '../rule.ts';

export const busyAfterUnmount: Rule = {
  id: 'busy-after-unmount',
  title: 'the directory is still a mount point after unmount',
  symptoms: [29],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /remove (?<directory>\/\S+): device or resource busy/ },
    },
    { on: 'machine', certainty: 'certain', where: { fact: /^stacked-mounts$/, path: /(?<directory>.+)/ } },
  ],
  cause:
    'unmount answered Success and {directory} is still a mount point: mounted twice and unmounted once, unmounted lazily or in the background, or mounted in another namespace. The kubelet cannot remove it and calls unmount again.',
  mend: 'Unmount until nothing is left, and wait for it, before answering; make mount answer Success without a second mount.',
  attempts: [
    'grep -c " {directory} " /proc/self/mountinfo   # how many mounts lie on each other',
    'while mountpoint -q "$dir"; do umount "$dir" || fail "cannot unmount $dir"; done',
  ],
  reference:
    'https://github.com/nerdalize/nerd/issues/407, https://github.com/kubernetes/kubernetes/issues/75654; recorded: unmount-claims-success-leaves-mount',
  example: {
    log: 'E1123 06:38:11.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName:aa-1 nodeName:}" failed. No retries permitted until 2026-11-23 06:38:11.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "UnmountVolume.TearDown failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"aa-1\\" (UID: \\"aa-1\\") : remove /var/lib/kubelet/pods/aa-1/volumes/v~d/data: device or resource busy"',
  },
  nearMiss: {
    log: 'E1123 06:38:11.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName:aa-1 nodeName:}" failed. No retries permitted until 2026-11-23 06:38:11.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "UnmountVolume.TearDown failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"aa-1\\" (UID: \\"aa-1\\") : unmount command failed, status: Failure, reason: device or resource busy"',
  },
};
