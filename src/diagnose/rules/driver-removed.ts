import type { Rule } from '../rule.ts';

export const driverRemoved: Rule = {
  id: 'driver-removed',
  title: 'the driver was taken away while it was in use',
  symptoms: [],
  when: [
    {
      on: 'answer',
      certainty: 'certain',
      where: { command: /^(?!init$)./, exec: /no such file or directory|executable file not found|^ENOENT$/ },
      unless: { program: /controller/ },
    },
    {
      on: 'answer',
      certainty: 'guess',
      where: {
        command: /^init$/,
        exec: /no such file or directory|executable file not found|^ENOENT$/,
        earlier: /yes/,
      },
      unless: { program: /controller/ },
    },
  ],
  cause:
    'The driver had been loaded, or {command} would not be called, and its executable {file|} cannot be executed any more: it was removed or renamed, or its interpreter was.',
  mend: 'Put it back by rename; calls that wait succeed at their next try. An update must never remove the old one first.',
  attempts: [
    'ls -la "$(dirname {file|<driver>})"',
    'cp nas "$dir/.nas" && mv -f "$dir/.nas" "$dir/nas"   # how to update',
  ],
  reference: 'recorded: driver-removed-while-mounted',
  over: ['executable-missing', 'interpreter-missing'],
  example: { answer: { command: 'unmount', output: '', spawnError: 'ENOENT' } },
  nearMiss: { answer: { command: 'init', output: '', spawnError: 'ENOENT' } },
};
