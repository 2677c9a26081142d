import type { Rule } from '../rule.ts';

export const carriageReturn: Rule = {
  id: 'carriage-return',
  title: 'the first line of the script ends in a carriage return',
  symptoms: [],
  when: [
    {
      on: 'machine',
      certainty: 'certain',
      where: { fact: /^carriage-return$/, path: /(?<file>.+)/, interpreter: /(?<interpreter>.+)/ },
    },
    {
      on: 'answer',
      certainty: 'certain',
      where: { output: /env: [^\n]*?(?<interpreter>[\w.+-]+)(?:\\r|\r)[^\n]*No such file or directory/ },
    },
  ],
  cause:
    'The script was saved with line ends of Windows: the kernel looks for an interpreter `{interpreter}\\r`, which is not there, and says "no such file or directory" of the script.',
  mend: 'Save it with line ends of Unix.',
  attempts: ["sed -i 's/\\r$//' {file|<driver>}"],
  reference: 'recorded: discovery, crlf-shebang',
  over: ['interpreter-missing'],
  example: { machine: { files: { 'example.com~nas/nas': '#!/bin/sh\r\necho ok\r\n' } } },
  nearMiss: { machine: { files: { 'example.com~nas/nas': '#!/bin/sh\necho \'{"status":"Success"}\'\r\n' } } },
};
