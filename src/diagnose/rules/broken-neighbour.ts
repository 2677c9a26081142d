import type { Rule } from '../rule.ts';

export const brokenNeighbour: Rule = {
  id: 'broken-neighbour',
  title: 'a broken driver hides the good ones beside it',
  symptoms: [15],
  when: [
    {
      on: 'log',
      certainty: 'guess',
      where: { log: /no volume plugin matched/, failedProbes: /(?<directories>(?<first>[^, ]+).*)/ },
      unless: { log: /FindAttachablePlugin|findDetachablePlugin|expand/, lowerCase: /yes/ },
    },
    {
      on: 'machine',
      certainty: 'certain',
      where: {
        fact: /^init-fails$/,
        neighbours: /(?<neighbours>.+)/,
        directories: /(?<directories>(?<first>[^, ]+).*)/,
      },
    },
  ],
  cause:
    'Init fails for {directories}. From 1.8 to 1.23 one failing driver hides every other driver found in the same look{neighbours|}, and mending it does not bring them back.',
  mend: 'Mend or remove the broken directory (an empty one counts as broken), then restart the kubelet. 1.24 and later load the good ones all the same.',
  attempts: [
    'mv {pluginDirectory|/usr/libexec/kubernetes/kubelet-plugins/volume/exec}/{first} /root/   # out of the plugin directory',
    'systemctl restart kubelet',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/60694, https://github.com/kubernetes/kubernetes/issues/63088, https://github.com/kubernetes/kubernetes/pull/106703; recorded: broken-neighbour',
  example: {
    log: [
      'E0222 20:31:02.000001    1234 plugins.go:738] Error dynamically probing plugins: [Error creating Flexvolume plugin from directory rancher.io~longhorn, skipping. Error: unexpected end of JSON input, Error creating Flexvolume plugin from directory a~b, skipping. Error: Not supported]',
      'E0222 20:31:02.000002    1234 desired_state_of_world_populator.go:352] Failed to add volume data (specName: data) for pod "1-1" to desiredStateOfWorld: failed to get Plugin from volumeSpec for volume "data" err=no volume plugin matched',
    ].join('\n'),
  },
  nearMiss: {
    log: [
      'E0222 20:31:02.000001    1234 plugins.go:750] "Error dynamically probing plugins" err="error creating Flexvolume plugin from directory rancher.io~longhorn, skipping. Error: unexpected end of JSON input"',
      'E0222 20:31:02.000002    1234 desired_state_of_world_populator.go:320] "Failed to add volume to desiredStateOfWorld" err="failed to get Plugin from volumeSpec for volume \\"data\\" err=no volume plugin matched" pod="ns1/pod1" volumeName="data" volumeSpecName="data"',
    ].join('\n'),
  },
};
