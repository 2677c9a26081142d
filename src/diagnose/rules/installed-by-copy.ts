import type { Rule } from '../rule.ts';

export const installedByCopy: Rule = {
  id: 'installed-by-copy',
  title: 'the kubelet called the driver while it was being copied',
  symptoms: [16],
  when: [
    { on: 'answer', certainty: 'certain', where: { exec: /text file busy|^ETXTBSY$/ } },
    {
      on: 'answer',
      certainty: 'guess',
      where: {
        command: /^init$/,
        exec: /no such file or directory|exec format error|permission denied/,
        later: /succeeded/,
      },
      unless: { earlier: /./ },
    },
  ],
  cause:
    'The kubelet watches the plugin directory and calls init as soon as something appears there, which is before a copy is complete. {later|}',
  mend: 'Copy under a name that begins with a dot, set the mode, then rename: the watch ignores the dot and a rename is never half done.',
  attempts: ['cp nas "$dir/.nas" && chmod 0755 "$dir/.nas" && mv -f "$dir/.nas" "$dir/nas"'],
  reference:
    'https://github.com/rook/rook/issues/2064, https://github.com/rook/rook/issues/1501, https://github.com/kubernetes/community/pull/833',
  over: ['executable-missing', 'interpreter-missing'],
  example: { answer: { command: 'init', output: '', spawnError: 'ETXTBSY' } },
  nearMiss: { answer: { command: 'mount', output: '', spawnError: 'EACCES' } },
};
