import type { Rule } from '../rule.ts';

export const noexecMount: Rule = {
  id: 'noexec-mount',
  title: 'the plugin directory is mounted noexec',
  symptoms: [9],
  when: [
    { on: 'machine', certainty: 'certain', where: { fact: /^noexec$/ } },
    {
      on: 'answer',
      certainty: 'guess',
      where: { exec: /permission denied|^EACCES$/, executable: /^\/(?:home|var)\// },
    },
  ],
  cause:
    'The filesystem that holds the plugin directory is mounted with noexec ({mount|find it with findmnt -T}), so nothing in it can be executed, whatever its mode.',
  mend: 'Mount it with exec, or move the plugin directory with --volume-plugin-dir (and --flex-volume-plugin-dir of the controller-manager).',
  attempts: [
    'findmnt -no TARGET,OPTIONS -T {file|/usr/libexec/kubernetes/kubelet-plugins/volume/exec}',
    'mount -o remount,exec {mount|<mount point>}',
  ],
  reference: 'https://github.com/kubernetes/kops/issues/10547',
  example: { fact: { fact: 'noexec', path: '/home/kubernetes/flexvolume', mount: '/home' } },
  nearMiss: { answer: { command: 'init', output: '', spawnError: 'ENOENT' } },
};
