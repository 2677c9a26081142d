import type { Rule } from '../rule.ts';

export const oldArguments: Rule = {
  id: 'old-arguments',
  title: 'the driver expects the arguments of a kubelet before 1.6',
  symptoms: [22],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        command: /^mount$/,
        output: /(?:device|mount|losetup|block)[^\n]{0,80}\{\\*"kubernetes\.io\//i,
      },
      unless: { outcome: /^success$/ },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { command: /^(?:un)?mount$/, output: /panic: runtime error: index out of range/ },
    },
  ],
  cause:
    'Since 1.6 mount gets two arguments, the directory and the options; until 1.5 the device stood between them. The driver takes the options for the device, or looks for a third argument.',
  mend: 'Take the options from the second argument of mount. What the device is, is told to mountdevice.',
  attempts: ['mount) dir=$2; options=$3 ;;   # $1 is the command'],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/45887, https://github.com/IBM/ubiquity-k8s/pull/177',
  over: ['go-panic', 'unescaped-quote'],
  example: {
    answer: {
      command: 'mount',
      output:
        '{"status":"Failure","message":"Failed to mount device {\\"kubernetes.io/fsType\\":\\"ext4\\"} at /mnt"}',
      exit: 1,
    },
  },
  nearMiss: {
    answer: {
      command: 'mount',
      output: '{"status":"Failure","message":"Failed to mount device /dev/sdb"}',
      exit: 1,
    },
  },
};
