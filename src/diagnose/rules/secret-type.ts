import type { Rule } from '../rule.ts';

export const secretType: Rule = {
  id: 'secret-type',
  title: "the secret has another type than the driver's name",
  symptoms: [],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: {
        log: /(?:get secret (?<namespace>[^/\s]+)\/(?<secret>\S+) err: )?cannot get secret of type (?<driver>[\w./~-]+)/,
      },
    },
  ],
  cause:
    'The secret of the volume must have `type: {driver}`; it has another one, so the kubelet does not read it, and the driver is not called at all.',
  mend: 'Make the secret anew: its type cannot be changed.',
  attempts: [
    "kubectl -n {namespace|<namespace>} get secret {secret|<name>} -o yaml | sed 's#^type: .*#type: {driver}#' | kubectl replace --force -f -",
  ],
  reference: 'recorded: secret-wrong-type',
  over: ['secret-not-found'],
  example: {
    log: 'E1123 06:37:52.320460   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:37:52.8 +0000 UTC m=+2 (durationBeforeRetry 500ms). Error: "MountVolume.SetUp failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") : Couldn\'t get secret ns1/s1 err: cannot get secret of type v/d"',
  },
  nearMiss: {
    log: 'E1123 06:37:52.320460   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:37:52.8 +0000 UTC m=+2 (durationBeforeRetry 500ms). Error: "MountVolume.SetUp failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") : Couldn\'t get secret ns1/s1 err: secrets \\"s1\\" not found"',
  },
};
