import type { Rule } from '../rule.ts';

export const silentFailure: Rule = {
  id: 'silent-failure',
  title: 'the driver failed without a word',
  symptoms: [5],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: { context: /^end$/, output: /^\s*$/, exit: /^(?<how>exit status .+)$/ },
    },
  ],
  cause:
    'The driver ended with {how} and wrote nothing: most often `set -e` stopped the script at a command that failed, whose own words were thrown away.',
  mend: 'Answer from a trap, so that no way out of the script is silent.',
  attempts: [
    `trap 'c=$?; [ $c -eq 0 ] || printf "{\\"status\\":\\"Failure\\",\\"message\\":\\"line %s, exit %s\\"}\\n" "$LINENO" "$c"' EXIT`,
    'sh -x {file|./driver} {command} 2>&1 </dev/null | tail   # the last line is the one that failed',
  ],
  reference: 'https://github.com/rancher/rke2/issues/4059',
  example: { answer: { command: 'mount', output: '\n', exit: 1 } },
  nearMiss: { answer: { command: 'mount', output: '', signal: 'SIGKILL' } },
};
