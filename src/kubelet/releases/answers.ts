import { before, positions, since } from './switch.ts';

/** What differs in how an answer is read. docs/kubelet.md, "Answers". */
export const ANSWER_SWITCHES = {
  trustsSuccessDespiteExit: before('1.6', 'Takes an answer of Success with a failing exit for a success.'),
  readsInitAnswer: since('1.6', 'Reads what init answers when it exits with 0.'),
  remembersNotSupported: since('1.6', 'Does not call a command again that was answered Not supported.'),
  answerType: positions("Go's name of the answer, as error texts show it.", [
    ['1.2', 'flexvolume.FlexVolumeDriverStatus'],
    ['1.6', 'flexvolume.DriverStatus'],
  ]),
  answerFields: positions('The fields that are read from an answer.', [
    ['1.2', ['status', 'message', 'device']],
    ['1.6', ['status', 'message', 'device', 'volumeName', 'attached']],
    ['1.7', ['status', 'message', 'device', 'volumeName', 'attached', 'capabilities']],
    ['1.13', ['status', 'message', 'device', 'volumeName', 'attached', 'capabilities', 'volumeNewSize']],
  ]),
  capabilityFields: positions('The capabilities that are read from the answer to init.', [
    ['1.2', []],
    ['1.7', ['attach']],
    ['1.8', ['attach', 'selinuxRelabel']],
    ['1.13', ['attach', 'selinuxRelabel', 'supportsMetrics', 'fsGroup', 'requiresFSResize']],
  ]),
  matchesCapabilitiesExactly: positions(
    'Reads capabilities as a map: their keys must match with regard to case, and null is harmless.',
    [
      ['1.2', false],
      ['1.7', true],
      ['1.8', false],
    ],
  ),
  crashesOnNullCapabilities: since('1.8', 'Crashes when init answers "capabilities": null.'),
  limitsNesting: since('1.19', 'Refuses an answer nested deeper than 10,000.', { likely: true }),
  typeErrorNames: positions(
    'What the error text for a wrong type names: the Go type, the field, or the whole path to the field.',
    [
      ['1.2', 'type'],
      ['1.7', 'field'],
      ['1.19', 'path'],
    ],
    { likely: true },
  ),
  sigtermGraceMs: positions(
    'Milliseconds that a driver may outlive the SIGTERM at the limit of waitforattach before the kubelet crashes.',
    [
      ['1.2', 0],
      ['1.11', 10_000],
    ],
  ),
  errorsBeginLowerCase: since(
    '1.22',
    "Begins its own errors in lower case: `timeout`, `couldn't get secret`, `error creating Flexvolume plugin`.",
    { likely: true },
  ),
};
