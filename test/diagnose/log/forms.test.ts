import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../src/diagnose/log/explain-log.ts';
import { readLog } from '../../../src/diagnose/log/read-log.ts';
import { showLog } from '../../../src/diagnose/text/show-log.ts';

const KLOG = 'E0222 20:31:02.123456    1234 driver-call.go:266] ';
const MESSAGE =
  'Failed to unmarshal output for command: mount, output: "I0222 x\\n", error: invalid character \'I\' looking for beginning of value';

/** The same message as each program wraps it. */
const FORMS: Record<string, string> = {
  'klog alone': KLOG + MESSAGE,
  journalctl: `Feb 22 20:31:02 node-1.example.com kubelet[1234]: ${KLOG}${MESSAGE}`,
  'syslog without a pid': `Feb  2 20:31:02 node kubelet: ${KLOG}${MESSAGE}`,
  'journalctl -o short-iso': `2026-02-22T20:31:02+0000 node kubelet[1234]: ${KLOG}${MESSAGE}`,
  'journalctl -o short-iso-precise': `2026-02-22T20:31:02.123456+00:00 node kubelet[1234]: ${KLOG}${MESSAGE}`,
  'journalctl -o short-full': `Sun 2026-02-22 20:31:02 UTC node kubelet[1234]: ${KLOG}${MESSAGE}`,
  'journalctl -o short-monotonic': `[  812.123456] node kubelet[1234]: ${KLOG}${MESSAGE}`,
  'journalctl -o json': JSON.stringify({
    __REALTIME_TIMESTAMP: '1771792262123456',
    SYSLOG_IDENTIFIER: 'kubelet',
    MESSAGE: KLOG + MESSAGE,
  }),
  'journalctl -o json with an unprintable byte': JSON.stringify({
    SYSLOG_IDENTIFIER: 'kubelet',
    MESSAGE: [...Buffer.from(KLOG + MESSAGE)],
  }),
  'a container by CRI': `2026-02-22T20:31:02.123456789Z stderr F ${KLOG}${MESSAGE}`,
  'a container by docker': JSON.stringify({
    log: `${KLOG}${MESSAGE}\n`,
    stream: 'stderr',
    time: '2026-02-22T20:31:02.123456789Z',
  }),
  'kubectl logs --prefix': `[pod/kube-controller-manager-m1/kube-controller-manager] ${KLOG}${MESSAGE}`,
  'Windows line ends': `${KLOG}${MESSAGE}\r`,
  'klog JSON': JSON.stringify({
    ts: 1771792262123.456,
    caller: 'flexvolume/driver-call.go:266',
    msg: MESSAGE,
  }),
  'klog JSON of the first releases': JSON.stringify({ ts: 1771792262.123456, msg: MESSAGE, v: 0 }),
  'klog JSON in a container': `2026-02-22T20:31:02.123456789Z stderr F ${JSON.stringify({ ts: 1771792262123.456, msg: MESSAGE })}`,
};

describe('a message of the kubelet', () => {
  it.each(Object.entries(FORMS))('is read out of %s', (_name, line) => {
    const noise = 'Feb 22 20:31:01 node dockerd[99]: level=info msg="x"\n';
    const { troubles } = explainLog(`${noise}${line}\n${noise}`);
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toMatchObject({
      incident: { command: 'mount', count: 1 },
      answer: { place: { byte: 1 } },
    });
    expect(troubles[0]?.incident.call?.output.toString()).toBe('I0222 x\n');
    expect(troubles[0]?.causes.map(({ rule }) => rule)).toContain('glog-line');
  });

  it('is joined from the lines that the journal made of it, and not with those of others', () => {
    const lines = [
      'Feb 22 20:31:02 node kubelet[1234]: E0222 20:31:02.123456    1234 driver-call.go:244] mount command failed, status: Failure, reason: first',
      'Feb 22 20:31:02 node dockerd[99]: not of it',
      'Feb 22 20:31:02 node kubelet[1234]: second',
      'Feb 22 20:31:02 node kubelet[1234]: I0222 20:31:02.123457    1234 x.go:1] third',
    ];
    const messages = readLog(lines.slice(0, 1).concat(lines.slice(2)).join('\n')).map(
      ({ message }) => message,
    );
    expect(messages).toEqual(['mount command failed, status: Failure, reason: first\nsecond', 'third']);
    expect(readLog(lines.join('\n')).map(({ message }) => message)[1]).toBe('not of it');
  });
});

describe('arguments in a log line', () => {
  it.each([
    ['unmount /var/lib/kubelet/pods/1/volumes/v~d/x', ['unmount', '/var/lib/kubelet/pods/1/volumes/v~d/x']],
    ['waitforattach  {"a":"b c"}', ['waitforattach', '', '{"a":"b c"}']],
    ['attach {"a":"} {"} node-1', ['attach', '{"a":"} {"}', 'node-1']],
    ['init', ['init']],
  ])('[%s] are told apart', (text, args) => {
    const line = `W0222 20:31:02.123456    1234 driver-call.go:149] FlexVolume: driver call failed: executable: /exec/v~d/d, args: [${text}], error: exit status 1, output: "{}"`;
    const call = explainLog(line).troubles[0]?.incident.call;
    expect([call?.command, ...(call?.args ?? [])]).toEqual(args);
  });

  it('show no secret, wherever the driver repeated it', () => {
    const options = JSON.stringify({
      'kubernetes.io/secret/password': Buffer.from('s3cret-word').toString('base64'),
    });
    const line = `W0222 20:31:02.123456    1234 driver-call.go:149] FlexVolume: driver call failed: executable: /exec/v~d/d, args: [mount /m ${options}], error: exit status 1, output: "bad password s3cret-word"`;
    const shown = JSON.stringify(explainLog(line));
    expect(shown).not.toMatch(/s3cret-word|czNjcmV0LXdvcmQ/);
    expect(shown).toContain('[redacted]');
  });
});

describe('a call of which only the line of its end is there', () => {
  const line = (exit: string, output: string) =>
    `W1125 03:02:11.418233     812 driver-call.go:149] FlexVolume: driver call failed: executable: /x/a~b/b, args: [mount /d {"a":"b"}], error: ${exit}, output: ${JSON.stringify(output)}`;

  it.each([
    [
      'exit status 127',
      '/x/a~b/b: 6: nasctl: not found\n',
      "invalid character '/' looking for beginning of value",
    ],
    [
      'exit status 1',
      '{"status":"Failure","message":"m"}',
      'mount command failed, status: Failure, reason: m',
    ],
    ['exit status 3', '{"status":"Success"}', 'exit status 3'],
    ['signal: killed', '', 'unexpected end of JSON input'],
    ['fork/exec /x/a~b/b: permission denied', '', 'unexpected end of JSON input'],
  ])('is concluded from what it wrote: %s, %s', (exit, output, error) => {
    const explained = explainLog(line(exit, output));
    expect(explained.troubles.map(({ incident }) => incident.error)).toEqual([error]);
    const text = showLog(explained, { color: false, width: 200 });
    expect(text).not.toContain('cut or changed');
    expect(text).toContain(exit.startsWith('fork') ? `could not be executed: ${exit}` : `ended with ${exit}`);
  });

  it('goes together with the probe that failed by it', () => {
    const probe =
      'E1125 03:02:11.418301     812 plugins.go:752] Error dynamically probing plugins: Error creating Flexvolume plugin from directory a~b, skipping. Error: unexpected end of JSON input';
    const { troubles } = explainLog(
      `${line('exit status 2', '').replace('[mount /d {"a":"b"}]', '[init]')}\n${probe}`,
    );
    expect(troubles).toMatchObject([
      { incident: { directory: 'a~b', error: 'unexpected end of JSON input', lines: [1, 2] } },
    ]);
  });
});
