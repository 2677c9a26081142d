import type { Rule } from '../rule.ts';

export const detachGetsAName: Rule = {
  id: 'detach-gets-a-name',
  title: 'detach is given the name of the volume, not its device',
  symptoms: [38],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: {
        command: /^detach$/,
        outcome: /^failure$/,
        args: /^(?<name>(?!\/dev\/)\S+) /,
        output:
          /No such (?:file|device)|[Nn]ot found|[Nn]ot a block device|does not exist|[Ff]ailed to (?:find|detach)|[Ii]nvalid device/,
      },
    },
  ],
  cause:
    'The driver takes `{name}` for a device. Whatever the public document says, detach gets the spec name (the PV, or the volume in the pod) and the node.',
  mend: 'Find the device by the name: it is `kubernetes.io/pvOrVolumeName` of the options that attach got. Answer Success when it is detached already.',
  attempts: [
    `name=$(printf %s "$json" | jq -r '."kubernetes.io/pvOrVolumeName"')   # in attach: remember the device under this name`,
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/51407, https://github.com/kubernetes/kubernetes/issues/60046',
  example: {
    answer: {
      command: 'detach',
      args: ['data', 'node-1'],
      output: '{"status":"Failure","message":"losetup: data: failed to use device: No such device"}',
      exit: 1,
    },
  },
  nearMiss: {
    answer: {
      command: 'detach',
      args: ['/dev/sdb', 'node-1'],
      output: '{"status":"Failure","message":"No such device"}',
      exit: 1,
    },
  },
};
