import type { Rule } from '../rule.ts';

export const unquotedValue: Rule = {
  id: 'unquoted-value',
  title: 'a value stands without quotes',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        context: /^(?:looking for beginning of value|in literal .*)$/,
        before: /:\s*\w{0,3}$/,
        rest: /^(?<value>[\w/.-]*[A-Za-z][\w/.-]*)\s*[,}]/,
        key: /^(?:status|message|device|volumename)$/,
      },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        context: /^looking for beginning of value$/,
        before: /:\s*$/,
        rest: /^(?<value>True|False|None|nan|NaN|Infinity|yes|no|on|off|undefined)\b/,
      },
    },
  ],
  cause:
    'The value of `{key}` is no JSON: text wants quotes, and true, false and null are written small (Python writes True, False, None).',
  mend: 'Quote text, and let a JSON library write the rest.',
  attempts: ['print(json.dumps(answer))', `printf '{"status":"%s"}\\n' "$status"`],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: '{"status": Success}' } },
  nearMiss: { answer: { command: 'init', output: '{"status": *}' } },
};
