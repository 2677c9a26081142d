import type { Rule } from '../rule.ts';

export const pythonTraceback: Rule = {
  id: 'python-traceback',
  title: 'the driver ended with a Python exception',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /Traceback \(most recent call last\):[\s\S]*\n(?<said>[A-Za-z][^\n]*)\s*$/ },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, quoted: /^T$/, context: /^looking for beginning of value$/ },
    },
  ],
  cause:
    'An exception that nobody caught: "{said|the line itself is not told here}". The traceback took the place of the answer.',
  mend: 'Catch everything at the top and answer Failure.',
  attempts: [
    'except Exception as error: print(json.dumps({"status": "Failure", "message": str(error)})); sys.exit(1)',
  ],
  reference: 'recorded: responses, as of any text on stderr',
  example: {
    answer: {
      command: 'mount',
      output: 'Traceback (most recent call last):\n  File "d", line 3, in <module>\nKeyError: \'share\'\n',
      exit: 1,
    },
  },
  nearMiss: { answer: { command: 'mount', output: 'KeyError\n', exit: 1 } },
};
