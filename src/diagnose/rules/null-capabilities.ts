import type { Rule } from '../rule.ts';

export const nullCapabilities: Rule = {
  id: 'null-capabilities',
  title: 'capabilities: null ends the kubelet',
  symptoms: [],
  when: [
    { on: 'answer', certainty: 'certain', where: { command: /^init$/, outcome: /^success$/, crash: /./ } },
  ],
  cause:
    'The kubelet takes null for capabilities that are not there and reads them all the same: its process ends, and again at each start.',
  mend: 'Leave the member out, or name an object. To end the crashes, take the driver out of the plugin directory.',
  attempts: [`echo '{"status":"Success","capabilities":{"attach":false}}'`],
  reference: 'recorded: responses; behaviour of 1.20.2 and 1.32.10',
  over: ['attach-assumed'],
  example: { answer: { command: 'init', output: '{"status":"Success","capabilities":null}' } },
  nearMiss: { answer: { command: 'init', output: '{"status":"Success","capabilities":{}}' } },
};
