import type { Rule } from '../rule.ts';

export const byteOrderMark: Rule = {
  id: 'byte-order-mark',
  title: 'the answer begins with a byte order mark',
  symptoms: [],
  when: [
    { on: 'answer', certainty: 'certain', where: { output: /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/ } },
    {
      on: 'answer',
      certainty: 'certain',
      where: { unread: /^yes$/, quoted: /^ï$/, context: /^looking for beginning of value$/ },
    },
  ],
  cause:
    'The first bytes are a byte order mark, invisible in most editors, which JSON does not allow. An editor or a library that writes "UTF-8 with BOM" (or UTF-16) put it there.',
  mend: 'Write UTF-8 without it.',
  attempts: [
    'head -c 3 answer.json | od -An -tx1   # ef bb bf',
    "sed -i '1s/^\\xef\\xbb\\xbf//' answer.json",
  ],
  reference: 'recorded: responses',
  example: { answer: { command: 'init', output: '\ufeff{"status":"Success"}' } },
  nearMiss: { answer: { command: 'init', output: '{"status":"Success","message":"\ufeff"}' } },
};
