import type { Rule } from '../rule.ts';

export const goPanic: Rule = {
  id: 'go-panic',
  title: 'the driver ended with a Go panic',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /(?:^|\n)panic: (?<said>[^\n]+)[\s\S]*goroutine \d+/ },
    },
  ],
  cause: 'The driver panicked: "{said}". The trace took the place of the answer.',
  mend: 'Recover at the top and answer Failure; the trace belongs in a log.',
  attempts: ['defer func() { if r := recover(); r != nil { answer("Failure", fmt.Sprint(r)) } }()'],
  reference: 'recorded: responses, as of any text on stderr',
  example: {
    answer: {
      command: 'attach',
      output: 'panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()\n',
      exit: 2,
    },
  },
  nearMiss: {
    answer: { command: 'attach', output: '{"status":"Failure","message":"panic: no quorum"}', exit: 1 },
  },
};
