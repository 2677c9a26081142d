import type { Rule } from '../rule.ts';

export const symlinkForVolume: Rule = {
  id: 'symlink-for-volume',
  title: 'a symbolic link stands where the volume should be mounted',
  symptoms: [36],
  when: [
    {
      on: 'machine',
      certainty: 'certain',
      where: { fact: /^symlink-for-volume$/, path: /(?<directory>.+)/ },
    },
  ],
  cause:
    '{directory} is a symbolic link to {target}. The kubelet follows it when it asks whether something is mounted, and removes the link after unmount; what it points to is never unmounted.',
  mend: 'Mount with a bind mount.',
  attempts: ['mount --bind "$data" "$2"   # in place of: ln -s "$data" "$2"'],
  reference: 'https://github.com/dotmesh-io/dotmesh/issues/421',
  example: {
    fact: { fact: 'symlink-for-volume', path: '/var/lib/kubelet/pods/1/volumes/v~d/x', target: '/mnt/x' },
  },
  nearMiss: { fact: { fact: 'not-mounted', path: '/var/lib/kubelet/pods/1/volumes/v~d/x' } },
};
