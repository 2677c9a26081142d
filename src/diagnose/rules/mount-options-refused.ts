import type { Rule } from '../rule.ts';

export const mountOptionsRefused: Rule = {
  id: 'mount-options-refused',
  title: 'mountOptions of a PersistentVolume are refused for FlexVolume',
  symptoms: [46],
  when: [{ on: 'log', certainty: 'certain', where: { log: /[Mm]ount options are not supported/ } }],
  cause:
    'The PV has spec.mountOptions, which no FlexVolume driver is ever given: the kubelet refuses the volume after attach, before waitforattach.',
  mend: 'Take them out of spec.mountOptions and give them as an option of the driver, under the key that it reads.',
  attempts: [`kubectl get pv <pv> -o jsonpath='{.spec.mountOptions} {.spec.flexVolume.options}'`],
  reference: 'https://github.com/rancher/rancher/issues/14606; recorded: pv-mount-options',
  example: {
    log: 'E1123 06:40:00.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:40:00.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "MountVolume.MountVolume failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") : Mount options are not supported for volume type"',
  },
  nearMiss: { log: 'E1123 06:40:00.000001   24616 x.go:301] mount options: rw,relatime' },
};
