import type { Rule } from '../rule.ts';

export const notInUseYet: Rule = {
  id: 'not-in-use-yet',
  title: 'the kubelet has not told the controller yet that it uses the volume',
  symptoms: [],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /Volume has not been added to the list of VolumesInUse/ },
    },
  ],
  cause:
    'With attach by the controller the kubelet first reports the volume as in use, and mounts at the next try. Once or twice for each volume this is the normal course.',
  mend: 'Nothing, unless it goes on: then the node cannot update its status.',
  attempts: ['kubectl get node <node> -o jsonpath="{.status.volumesInUse}"'],
  reference: 'recorded: controller-attach',
  example: {
    log: 'E1123 06:40:00.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:40:00.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "Volume has not been added to the list of VolumesInUse in the node\'s volume status for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") "',
  },
  nearMiss: {
    log: 'E1123 06:40:00.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:40:00.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "Volume not attached according to node status for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") "',
  },
};
