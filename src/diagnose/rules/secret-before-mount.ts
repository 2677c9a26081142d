import type { Rule } from '../rule.ts';

export const secretBeforeMount: Rule = {
  id: 'secret-before-mount',
  title: 'the driver wants a secret that only mount is given',
  symptoms: [45],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: {
        command:
          /^(?:getvolumename|attach|waitforattach|isattached|mountdevice|detach|expandvolume|expandfs)$/,
        outcome: /^failure$/,
        message:
          /\b(?:secret|credential|password|passwd|username)s?\b[^.]{0,40}\b(?:missing|required|empty|unset|not (?:set|found|given|provided|present))\b|\b(?:missing|required|no|empty|without)\b[^.]{0,30}\b(?:secret|credential|password|passwd|username)s?\b/i,
      },
    },
  ],
  cause:
    'Since 1.6 the secret goes to mount alone, each key in base64 as `kubernetes.io/secret/<key>`. {command} never gets it.',
  mend: 'Do in mount what needs the secret, or let the driver read its credentials from a file on the node.',
  attempts: [
    `password=$(printf %s "$3" | jq -r '."kubernetes.io/secret/password"' | base64 -d)   # in mount`,
  ],
  reference: 'https://github.com/longhorn/longhorn/issues/43',
  example: {
    answer: {
      command: 'attach',
      output: '{"status":"Failure","message":"the secret username is missing"}',
      exit: 1,
    },
  },
  nearMiss: {
    answer: {
      command: 'mount',
      output: '{"status":"Failure","message":"the secret username is missing"}',
      exit: 1,
    },
  },
};
