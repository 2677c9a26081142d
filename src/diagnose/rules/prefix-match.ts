import type { Rule } from '../rule.ts';

export const prefixMatch: Rule = {
  id: 'prefix-match',
  title: 'the script finds its mount by a name that is part of other names',
  symptoms: [37],
  when: [
    {
      on: 'machine',
      certainty: 'guess',
      where: { fact: /^prefix-match$/, line: /(?<line>.+)/, path: /(?<file>.+)/ },
    },
  ],
  cause:
    '{file} looks for its mount with `{line}`, which also finds other paths that begin the same: `vol-2` finds `vol-21`. The wrong volume is then taken for mounted, or is unmounted.',
  mend: 'Compare the whole path.',
  attempts: ['mountpoint -q "$MNTPATH"', 'findmnt -n --mountpoint "$MNTPATH"'],
  reference: 'https://github.com/rexray/rexray/issues/1287',
  example: {
    machine: {
      files: {
        'example.com~nas/nas':
          '#!/bin/sh\nismounted() { mount | grep -q "$MNTPATH"; }\necho \'{"status":"Success","capabilities":{"attach":false}}\'\n',
      },
    },
  },
  nearMiss: {
    machine: {
      files: {
        'example.com~nas/nas':
          '#!/bin/sh\nismounted() { grep -q " $MNTPATH " /proc/mounts; }\necho \'{"status":"Success","capabilities":{"attach":false}}\'\n',
      },
    },
  },
};
