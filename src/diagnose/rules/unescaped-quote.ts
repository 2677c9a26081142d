import type { Rule } from '../rule.ts';

export const unescapedQuote: Rule = {
  id: 'unescaped-quote',
  title: 'text with quotes was pasted into the message',
  symptoms: [24],
  when: [
    {
      on: 'answer',
      certainty: 'guess',
      where: {
        context: /^after object key:value pair$/,
        key: /^message$/,
        before: /"$/,
        // The quotes within come in pairs, and the last one of all closes the string.
        rest: /^[^"\s,}\]:][^"]*"(?:[^"]*"[^"]*")*[^"]*"\s*(?:\}|,\s*"\w+"\s*:)/,
      },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: { unread: /^yes$/, context: /^after object key:value pair$/, quoted: /^[^"]/ },
    },
  ],
  cause:
    'The message ends at a quote that belongs to its text: the output of a command was pasted between quotes without escaping the quotes within.',
  mend: 'Let a tool write the JSON, or take quotes and backslashes out before.',
  attempts: [
    `jq -cn --arg m "$message" '{status:"Failure",message:$m}'`,
    `message=$(printf %s "$message" | tr '\\000-\\037"\\\\' ' ')   # without jq`,
  ],
  reference: 'https://github.com/juliohm1978/kubernetes-cifs-volumedriver/issues/1',
  example: {
    answer: {
      command: 'mount',
      output: '{"status":"Failure","message":"mount.nfs: "/srv/data" is busy"}',
      exit: 1,
    },
  },
  nearMiss: { answer: { command: 'mount', output: '{"status":"Failure","message":"busy"0}', exit: 1 } },
};
