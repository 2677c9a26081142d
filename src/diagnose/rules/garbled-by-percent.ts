import type { Rule } from '../rule.ts';

export const garbledByPercent: Rule = {
  id: 'garbled-by-percent',
  title: 'the log garbles a message that has a percent sign',
  symptoms: [],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /command failed, status: [\s\S]*(?<mark>%!(?:\w|[^\w\s])?\((?:MISSING|NOVERB)\))/ },
    },
  ],
  cause:
    "The driver's message holds a percent sign, and the kubelet's log writes `{mark}` for it. The event of the pod, and the line of the call below it, have the message as it is.",
  mend: 'Nothing is broken. A message without percent signs reads better.',
  attempts: [],
  reference: 'behaviour of 1.20.2 and 1.32.10: driver-call.go logs the text as a format',
  example: {
    log: 'E1123 06:33:00.000001   24616 driver-call.go:273] mount command failed, status: Failure, reason: disk is 98%!f(MISSING)ull',
  },
  nearMiss: {
    log: 'E1123 06:33:00.000001   24616 driver-call.go:273] mount command failed, status: Failure, reason: disk is full',
  },
};
