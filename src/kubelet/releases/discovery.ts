import { between, positions, since } from './switch.ts';

/** What differs in how drivers are found. docs/kubelet.md, "Discovery". */
export const DISCOVERY_SWITCHES = {
  watchesPluginDirectory: since(
    '1.8',
    'Watches the plugin directory. Without it: drivers are found once, at start.',
    { likely: true },
  ),
  initsTwice: between('1.7', '1.8', 'Calls init twice for each time it loads a driver.'),
  probesAllAtAnyEvent: between(
    '1.8',
    '1.11',
    'Probes every driver again whenever anything changes in the plugin directory.',
  ),
  hidesBatchBehindBrokenNeighbour: between(
    '1.8',
    '1.24',
    'One driver whose probe fails hides every driver found in the same batch.',
  ),
  pluginNamePrefix: positions(
    'What the name of a plugin begins with in logs and events.',
    [
      ['1.2', ''],
      ['1.7', 'flexvolume-'],
      ['1.16', ''],
    ],
    { likely: true },
  ),
  probesAtStart: since(
    '1.21',
    'Has loaded its drivers half a second before its volume manager runs. Without it: at the first look-up.',
    { likely: true },
  ),
};
