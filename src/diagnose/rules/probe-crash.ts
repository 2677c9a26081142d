import type { Rule } from '../rule.ts';

export const probeCrash: Rule = {
  id: 'probe-crash',
  title: 'the kubelet crashed in its watch of the plugin directory',
  symptoms: [17],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /flexVolumeProber\)?\.?(?:addWatchRecursive|handleWatchEvent)|addWatchRecursive/ },
      unless: { log: /Error recursively adding watch/ },
    },
  ],
  cause:
    'A file was made in the plugin directory and removed at once, and a kubelet of 1.8 to 1.10 trips over the file that is gone.',
  mend: 'Let installers and editors use names that begin with a dot, which the watch ignores; update the kubelet.',
  attempts: [],
  reference: 'https://github.com/kubernetes/kubernetes/issues/60861',
  example: {
    log: [
      'E0222 20:31:02.123456    1234 runtime.go:66] Observed a panic: "invalid memory address or nil pointer dereference" (runtime error: invalid memory address or nil pointer dereference)',
      'k8s.io/kubernetes/pkg/volume/flexvolume.(*flexVolumeProber).addWatchRecursive.func1(0xc420, 0x22)',
    ].join('\n'),
  },
  nearMiss: {
    log: 'E0222 20:31:02.123456    1234 probe.go:270] Error recursively adding watch: no space left on device',
  },
};
