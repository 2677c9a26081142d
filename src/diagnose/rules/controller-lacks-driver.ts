import type { Rule } from '../rule.ts';

export const controllerLacksDriver: Rule = {
  id: 'controller-lacks-driver',
  title: 'the controller-manager does not see the driver',
  symptoms: [7],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: { program: /controller/, exec: /no such file or directory|executable file not found|^ENOENT$/ },
    },
  ],
  cause:
    'The controller-manager looks for the driver in its own container, where the plugin directory of the host is not mounted, or where the interpreter of the script is missing.',
  mend: 'Mount the plugin directory into the controller-manager and name it with --flex-volume-plugin-dir. With attach: false the driver is not needed there at all.',
  attempts: [
    'kubectl -n kube-system exec <kube-controller-manager pod> -- ls -l {file|/usr/libexec/kubernetes/kubelet-plugins/volume/exec}',
  ],
  reference:
    'https://github.com/projectcalico/calico/issues/5356, https://github.com/kubernetes/kops/issues/6847, https://github.com/kubernetes/kubernetes/issues/76897',
  example: {
    log: 'Feb 22 20:31:02 master kube-controller-manager[7]: W0222 20:31:02.123456       7 driver-call.go:149] FlexVolume: driver call failed: executable: /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas/nas, args: [init], error: fork/exec /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas/nas: no such file or directory, output: ""',
  },
  nearMiss: {
    log: 'Feb 22 20:31:02 node kubelet[7]: W0222 20:31:02.123456       7 driver-call.go:149] FlexVolume: driver call failed: executable: /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas/nas, args: [init], error: fork/exec /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas/nas: no such file or directory, output: ""',
  },
};
