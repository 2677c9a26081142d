import type { Rule } from '../rule.ts';

export const expandNotCalled: Rule = {
  id: 'expand-not-called',
  title: 'no controller calls expandvolume for this volume',
  symptoms: [43],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /didn't find a plugin capable of expanding the volume/ },
    },
    { on: 'log', certainty: 'guess', where: { log: /(?:expand|resize)\w*[\s\S]*no volume plugin matched/i } },
  ],
  cause:
    'The expand controller knows no driver that can expand this volume: it runs without the dynamic prober of FlexVolume drivers. expandvolume is never called by stock controllers; expandfs is, by the kubelet.',
  mend: "Grow the volume yourself, and raise the PV's spec.capacity: with requiresFSResize the kubelet then calls expandfs.",
  attempts: [`kubectl patch pv <pv> -p '{"spec":{"capacity":{"storage":"2Gi"}}}'   # after growing it`],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/72131, https://github.com/kubernetes/kubernetes/issues/85504',
  example: {
    log: "  Normal   ExternalExpanding  12s   volume_expand  Ignoring the PVC: didn't find a plugin capable of expanding the volume; waiting for an external controller to process this PVC.",
  },
  nearMiss: {
    log: '  Warning  VolumeResizeFailed  12s   volume_expand  error expanding volume: quota exceeded',
  },
};
