import type { Rule } from '../rule.ts';

export const symlinkedDirectory: Rule = {
  id: 'symlinked-directory',
  title: 'a directory that is a symbolic link is not found at the first look',
  symptoms: [],
  when: [
    {
      on: 'machine',
      certainty: 'certain',
      where: { fact: /^symlinked-directory$/, directory: /(?<directory>(?:[^~]*~)*(?<name>[^~]+))/ },
    },
  ],
  cause:
    '`{directory}` is a symbolic link to {target}. When the kubelet starts it takes real directories alone for drivers; its watch takes links too, so the driver is there until the next restart, or never.',
  mend: 'Make it a real directory. The executable in it may be a link.',
  attempts: ['rm {path} && mkdir {path} && ln -s {target}/{name} {path}/{name}'],
  reference: 'recorded: discovery, symlinked-dir and symlinked-executable',
  example: { machine: { files: { 'example.com~nas': { symlink: '/tmp' } } } },
  nearMiss: { machine: { files: { 'example.com~nas/nas': { symlink: '/bin/true' } } } },
};
