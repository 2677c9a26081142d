import type { Rule } from '../rule.ts';

export const initStorm: Rule = {
  id: 'init-storm',
  title: 'init is called again and again',
  symptoms: [18],
  when: [
    {
      on: 'log',
      certainty: 'guess',
      where: { repeats: /^init (?<count>\d{2,}) in (?<span>.+)$/, often: /^yes$/ },
    },
  ],
  cause:
    'Init was called {count} times in {span}. Every change in the plugin directory makes the kubelet probe again, and a driver that failed is tried at every look-up.',
  mend: 'Write nothing below the plugin directory (no log, no lock, no state), and keep init quick and without effect: it has to bear this.',
  attempts: [
    'inotifywait -mr {pluginDirectory|/usr/libexec/kubernetes/kubelet-plugins/volume/exec}   # who writes there',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/58352, https://github.com/rook/rook/issues/1501',
  example: { fact: { on: 'log', repeats: 'init 35 in 200ms', often: 'yes' } },
  nearMiss: { fact: { on: 'log', repeats: 'init 12 in 1h0m0s', often: 'no' } },
};
