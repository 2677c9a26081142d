import type { Rule } from '../rule.ts';

export const secretNotFound: Rule = {
  id: 'secret-not-found',
  title: 'the secret of the volume cannot be read',
  symptoms: [],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /[Cc]ouldn't get secret (?<secret>\S+) err: (?<why>[^\n]*?)"?$/ },
    },
  ],
  cause:
    'The kubelet cannot read the secret {secret} ({why}), and does not call the driver. An inline volume takes its secret from the namespace of the pod; a PV may name one since 1.10.',
  mend: 'Create the secret in that namespace, with the type of the driver.',
  attempts: ['kubectl get secret -A -o wide | grep <vendor>/<driver>'],
  reference: 'recorded: secret-missing',
  example: {
    log: 'E1123 06:37:52.320460   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:37:52.8 +0000 UTC m=+2 (durationBeforeRetry 500ms). Error: "MountVolume.SetUp failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") : Couldn\'t get secret ns1/s1 err: secrets \\"s1\\" not found"',
  },
  nearMiss: { log: 'E1123 06:37:52.320460   24616 reflector.go:1] failed to list secrets' },
};
