import type { Rule } from '../rule.ts';

export const scriptError: Rule = {
  id: 'script-error',
  title: 'the shell reports an error in the script',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        output:
          /(?:^|\n)[^\n:]{1,300}: (?:line )?(?<number>\d+): (?<said>[^\n]*(?:[Ss]yntax error|unexpected|[Bb]ad substitution|[Bb]ad (?:variable|number|function name)|parameter not set|unbound variable|Illegal (?:number|option)|integer expression expected|unary operator expected|cannot (?:create|open)|[Pp]ermission denied)[^\n]*)/,
      },
    },
  ],
  cause:
    'The shell stopped at line {number} of the script or went on with a wrong value: "{said}". Its words went to stderr, which is part of the answer. A script that works by hand may run under another shell here: `/bin/sh` is dash or busybox on many systems.',
  mend: 'Mend the line, or name the shell that the script is written for in its first line.',
  attempts: [
    'sh -n {file|./driver}; shellcheck {file|./driver}',
    'dash {file|./driver} {command}   # under the shell of Debian and Ubuntu',
  ],
  reference: 'recorded: responses',
  example: { answer: { command: 'mount', output: './nas: 12: Bad substitution\n', exit: 2 } },
  nearMiss: { answer: { command: 'mount', output: 'nas: bad substitution\n', exit: 2 } },
};
