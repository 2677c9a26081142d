import type { Rule } from '../rule.ts';

export const toolAtFixedPath: Rule = {
  id: 'tool-at-fixed-path',
  title: 'a tool is not at the path that the script names',
  symptoms: [26],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /: (?:line )?\d+: (?<tool>\/[\w./+-]+): (?:[Nn]o such file or directory|not found)/ },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /: (?<tool>\/?[\w./+-]+ -[^\n:]*): (?:command )?not found/ },
    },
    { on: 'machine', certainty: 'guess', where: { fact: /^fixed-tool-missing$/, tool: /(?<tool>.+)/ } },
  ],
  cause:
    'The script calls `{tool}`, and there is nothing of that name: the tool lies elsewhere on this system, or a command with its arguments was quoted as one word.',
  mend: 'Call tools by name and let PATH find them; keep a command and its arguments apart.',
  attempts: [
    'command -v mount.cifs   # where it is here',
    'set -- mount -t cifs -o "$options"; "$@" "$share" "$dir"   # in place of: MOUNT="mount -t cifs"; "$MOUNT" ...',
  ],
  reference: 'https://github.com/Azure/kubernetes-volume-drivers/pull/56',
  over: ['script-error'],
  example: {
    answer: { command: 'mount', output: './cifs: 44: /usr/sbin/mount.cifs: not found\n', exit: 127 },
  },
  nearMiss: { answer: { command: 'mount', output: './cifs: 44: jq: not found\n', exit: 127 } },
};
