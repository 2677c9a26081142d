import type { Rule } from '../rule.ts';

export const noTildeDirectory: Rule = {
  id: 'no-tilde-directory',
  title: 'a directory without ~ must hold an executable of its own name',
  symptoms: [13],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: {
        exec: /no such file or directory|executable file not found|^ENOENT$/,
        executable: /\/(?<directory>[^/~]+)\/\1$/,
      },
    },
    { on: 'machine', certainty: 'certain', where: { fact: /^no-tilde$/, directory: /(?<directory>.+)/ } },
  ],
  cause:
    'The directory is called `{directory}`, without a `~`, so the kubelet looks for `{directory}/{directory}` and calls the driver `{directory}`. {near|}',
  mend: 'Call the directory `<vendor>~<driver>` and the executable `<driver>`; the volume then asks for `<vendor>/<driver>`.',
  attempts: [
    'cd {pluginDirectory|/usr/libexec/kubernetes/kubelet-plugins/volume/exec} && mv {directory} example.com~{directory}',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/63175, https://github.com/openshift/origin/issues/19519',
  example: { machine: { files: { 'azure-cifs/cifs': '#!/bin/sh\n' } } },
  nearMiss: { machine: { files: { 'azure~cifs/cifs': '#!/bin/sh\necho \'{"status":"Success"}\'\n' } } },
};
