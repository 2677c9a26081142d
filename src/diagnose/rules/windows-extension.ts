import type { Rule } from '../rule.ts';

export const windowsExtension: Rule = {
  id: 'windows-extension',
  title: 'Windows needs an extension to execute a file',
  symptoms: [44],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { exec: /exec: "(?<file>[A-Za-z]:[^"]+)": file does not exist/ },
    },
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /exec: \\?"(?<file>[A-Za-z]:[^"]+?)\\?": file does not exist/ },
    },
  ],
  cause:
    'Windows executes only files with an extension that it knows, and the kubelet tries .bat, .ps1 and .exe after {file}.',
  mend: 'Install the driver with its extension. flexcert itself runs drivers on Linux alone.',
  attempts: ['ren cifs cifs.ps1'],
  reference: 'https://github.com/kubernetes/kubernetes/issues/56875',
  example: {
    log: 'W0222 20:31:02.123456    1234 driver-call.go:149] FlexVolume: driver call failed: executable: c:\\volumeplugins/foo~cifs/cifs, args: [init], error: exec: "c:\\\\volumeplugins/foo~cifs/cifs": file does not exist, output: ""',
  },
  nearMiss: {
    log: 'W0222 20:31:02.123456    1234 driver-call.go:149] FlexVolume: driver call failed: executable: /exec/foo~cifs/cifs, args: [init], error: fork/exec /exec/foo~cifs/cifs: no such file or directory, output: ""',
  },
};
