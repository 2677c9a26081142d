import type { Rule } from '../rule.ts';

export const brokenSymlink: Rule = {
  id: 'broken-symlink',
  title: 'the executable is a link to nothing',
  symptoms: [],
  when: [{ on: 'machine', certainty: 'certain', where: { fact: /^broken-symlink$/, path: /(?<file>.+)/ } }],
  cause:
    '{file} points to {target}, and there is nothing. Where the kubelet runs in a container, the link has to hold in there.',
  mend: 'Copy the file in place of the link, by rename.',
  attempts: ['readlink -f {file}', 'cp nas "$dir/.nas" && mv -f "$dir/.nas" "$dir/nas"'],
  reference: 'behaviour of 1.20.2 and 1.32.10: fork/exec says "no such file or directory"',
  example: { machine: { files: { 'example.com~nas/nas': { symlink: '/no/such/nas' } } } },
  nearMiss: { machine: { files: { 'example.com~nas/nas': { symlink: '/bin/true' } } } },
};
