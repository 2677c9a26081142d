import type { Rule } from '../rule.ts';

export const driverNotFound: Rule = {
  id: 'driver-not-found',
  title: 'no driver of that name is loaded',
  symptoms: [12],
  when: [
    {
      on: 'log',
      certainty: 'guess',
      where: { log: /no volume plugin matched/ },
      unless: { failedProbes: /./, log: /FindAttachablePlugin|findDetachablePlugin|expand/ },
    },
  ],
  cause:
    "The kubelet has no driver of the name that the volume asks for, and this log shows no init that failed. Either the directory's name does not read as the volume's driver (`vendor~driver` is `vendor/driver`), or the kubelet looks in another directory, or init failed before this log begins.",
  mend: 'Compare the three names, and look at the directory that the running kubelet was given.',
  attempts: [
    'kubectl get pod,pv -o yaml | grep -A2 -i flexVolume',
    'ps -o args= -C kubelet | grep -o -- "--volume-plugin-dir[= ][^ ]*"',
    'flexcert doctor /usr/libexec/kubernetes/kubelet-plugins/volume/exec',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/68070, https://github.com/kubernetes/kubernetes/issues/66021, https://github.com/kubernetes-sigs/kubespray/issues/2986',
  example: {
    log: 'E0222 20:31:02.123456    1234 desired_state_of_world_populator.go:352] Failed to add volume data (specName: data) for pod "1-1" to desiredStateOfWorld: failed to get Plugin from volumeSpec for volume "data" err=no volume plugin matched',
  },
  nearMiss: {
    log: 'E0222 20:31:02.123456    1234 desired_state_of_world_populator.go:352] Failed to add volume data (specName: data) for pod "1-1" to desiredStateOfWorld: error processing PVC ns1/data: PVC is not bound',
  },
};
