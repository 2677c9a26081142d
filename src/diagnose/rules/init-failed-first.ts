import type { Rule } from '../rule.ts';

export const initFailedFirst: Rule = {
  id: 'init-failed-first',
  title: 'the driver is not loaded because its init failed',
  symptoms: [12],
  when: [
    {
      on: 'log',
      certainty: 'guess',
      where: {
        log: /no volume plugin matched/,
        failedProbes: /(?<directories>(?<first>(?:[^, ~]*~)*(?<name>[^, ~]+)).*)/,
      },
      unless: { log: /FindAttachablePlugin|findDetachablePlugin|expand/ },
    },
  ],
  cause:
    'Init failed for {directories}. If that is the driver of this volume, it was never loaded, and the failure of init is the real cause.',
  mend: 'Mend init first; its own failure is explained apart. Touching the executable then makes the kubelet probe it again.',
  attempts: [
    'flexcert explain -- {pluginDirectory|/usr/libexec/kubernetes/kubelet-plugins/volume/exec}/{first}/{name} init',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/64033, https://github.com/kubernetes/kubernetes/issues/50745',
  example: {
    log: [
      'E0222 20:31:02.000001    1234 plugins.go:738] Error dynamically probing plugins: Error creating Flexvolume plugin from directory example.com~nas, skipping. Error: init command failed, status: Failure, reason: x',
      'E0222 20:31:02.000002    1234 desired_state_of_world_populator.go:352] Failed to add volume data (specName: data) for pod "1-1" to desiredStateOfWorld: failed to get Plugin from volumeSpec for volume "data" err=no volume plugin matched',
    ].join('\n'),
  },
  nearMiss: {
    log: 'E0222 20:31:02.000002    1234 desired_state_of_world_populator.go:352] Failed to add volume data (specName: data) for pod "1-1" to desiredStateOfWorld: failed to get Plugin from volumeSpec for volume "data" err=no volume plugin matched',
  },
};
