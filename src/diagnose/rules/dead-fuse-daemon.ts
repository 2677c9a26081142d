import type { Rule } from '../rule.ts';

export const deadFuseDaemon: Rule = {
  id: 'dead-fuse-daemon',
  title: 'the daemon behind a FUSE mount is gone',
  symptoms: [33],
  when: [
    { on: 'answer', certainty: 'certain', where: { output: /[Tt]ransport endpoint is not connected/ } },
    { on: 'log', certainty: 'certain', where: { log: /[Tt]ransport endpoint is not connected/ } },
    { on: 'machine', certainty: 'certain', where: { fact: /^dead-fuse$/, path: /(?<directory>.+)/ } },
  ],
  cause:
    'The process that serves a FUSE mount has died, and its mount point {directory|} answers "Transport endpoint is not connected" to everything but umount. Scripts that look first (`test -d`, `mountpoint`, `df`) stop there.',
  mend: 'In unmount call umount before looking. On this node: unmount it by hand. Find out why the daemon died: memory, or a restart of the kubelet whose cgroup it lived in.',
  attempts: [
    'fusermount -u {directory|"$dir"} || umount -l {directory|"$dir"}',
    'dmesg -T | grep -i "killed process" | tail',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/51612, https://github.com/kubernetes/kubernetes/issues/96361',
  example: {
    answer: {
      command: 'unmount',
      output: "stat: cannot stat '/mnt/x': Transport endpoint is not connected\n",
      exit: 1,
    },
  },
  nearMiss: {
    answer: { command: 'unmount', output: '{"status":"Failure","message":"not connected"}', exit: 1 },
  },
};
