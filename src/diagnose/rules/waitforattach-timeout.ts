import type { Rule } from '../rule.ts';

export const waitforattachTimeout: Rule = {
  id: 'waitforattach-timeout',
  title: 'waitforattach took longer than 10 minutes',
  symptoms: [41],
  when: [
    { on: 'answer', certainty: 'certain', where: { error: /^[Tt]imeout$/ } },
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /WaitForAttach failed for volume[\s\S]*: [Tt]imeout"?$/ },
    },
  ],
  cause:
    'The kubelet gives waitforattach 10 minutes, then sends SIGTERM to the driver alone. A driver that lives on for 10 s more crashes the kubelet; a child that keeps the output open holds the call.',
  mend: 'Give up early and answer Failure: the kubelet asks again, with backoff. End at SIGTERM.',
  attempts: [
    `i=0; until [ -b "$2" ]; do [ $((i+=1)) -lt 60 ] || fail "no device $2 after 60 s"; sleep 1; done`,
  ],
  reference: 'https://github.com/kubernetes/community/issues/982',
  example: {
    log: 'E0222 20:31:02.123456    1234 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:40:00.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "MountVolume.WaitForAttach failed for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") : Timeout"',
  },
  nearMiss: {
    answer: { command: 'waitforattach', output: '{"status":"Failure","message":"timeout"}', exit: 1 },
  },
};
