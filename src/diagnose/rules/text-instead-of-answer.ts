import type { Rule } from '../rule.ts';

export const textInsteadOfAnswer: Rule = {
  id: 'text-instead-of-answer',
  title: 'the driver answered in words, not in JSON',
  symptoms: [],
  general: true,
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { context: /./, before: /^\S{0,4}\s*$/, output: /^\s*(?<line>[A-Za-z./~][^\n]*[ :][^\n]*)/ },
      unless: { output: /\{\s*"|"\w+"\s*:/ },
    },
  ],
  cause:
    'There is no JSON in the output at all: "{line}" are words of the driver, or of a tool that it called before it ended.',
  mend: 'Turn every failure into an answer with the status Failure and the words as its message.',
  attempts: [
    'out=$(mount ... 2>&1) || fail "$out"',
    `fail() { jq -cn --arg m "$1" '{status:"Failure",message:$m}'; exit 1; }`,
  ],
  reference: 'recorded: responses',
  example: { answer: { command: 'mount', output: 'mount: /mnt: permission denied.\n', exit: 32 } },
  nearMiss: { answer: { command: 'mount', output: 'mount: warning\n{"status":"Success"}\n' } },
};
