import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { requirement } from '../../src/conformance/api.ts';
import { callEveryCommand } from '../support/every-command.ts';

/** A child that the call waited for longer than this was not just about to end. */
const HELD_MS = 1000;

requirement(
  'protocol/output-is-closed-at-the-end',
  'MUST',
  'leave no process behind that keeps its stdout or stderr open',
  {
    reference:
      'the kubelet waits for the end of the pipe and not of the driver, as long as a child of it runs (recorded): redirect both to /dev/null',
  },
  async (t) => {
    for (const call of await callEveryCommand(t)) {
      const heldMs = Math.round(call.durationMs - call.exitMs);
      const held = call.end === 'held' || (call.end === 'eof' && heldMs > HELD_MS);
      t.expect.that(
        !held,
        `the output of ${call.command} to end with the driver`,
        `another ${heldMs} ms`,
        call,
      );
    }
  },
);

requirement(
  'protocol/ends-at-sigterm',
  'MUST',
  'end within 10 s when it is sent SIGTERM in waitforattach',
  {
    reference:
      'the kubelet sends it after 10 minutes, and crashes when the driver still lives 10 s later (seen on 1.20.2)',
    needs: ['attach', 'command:waitforattach'],
  },
  async ({ kubelet, volume, pod, expect }) => {
    const data = await volume();
    await kubelet.bring(data, pod(), 'attach');
    // A device that never comes is what a driver waits for longest.
    const waiting = kubelet.with({ sigtermAfterMs: 200 });
    const call = await waiting.waitforattach(data, { device: '/dev/flexcert-never-comes' });
    expect.that(call.conclusion.crash === undefined, 'it to end within 10 s of SIGTERM', 'it lived on', call);
    expect.that(call.end === 'eof', 'its output to end with it', 'a child that keeps it open', call);
  },
);

requirement(
  'protocol/reads-no-input',
  'SHOULD',
  'not read its standard input, and let no program that it starts do so',
  {
    reference:
      'it is /dev/null below a kubelet: what asks there gets no answer, as mkfs with its "Proceed anyway?"',
  },
  async (t) => {
    const fifo = join(t.node.scratch, 'input');
    const made = await t.node.run('mkfifo', fifo);
    if (made.code !== 0) t.skip(`no FIFO can be made in ${t.node.scratch}: ${made.stderr}`);
    const input = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      writeSync(input, 'y\ny\ny\n');
      // Opened for both: it neither waits for a writer nor comes to an end.
      const kubelet = t.kubelet.with({ wrap: ['sh', '-c', `exec "$0" "$@" <>'${fifo}'`], limitMs: 10_000 });
      const calls = await callEveryCommand(t, { kubelet });
      const left = readSync(input, Buffer.alloc(16));
      t.expect.that(
        left === 6,
        'nothing to be read from standard input',
        `${6 - left} of 6 bytes read`,
        calls.at(-1),
      );
    } finally {
      closeSync(input);
    }
  },
);

requirement(
  'protocol/tells-its-times',
  'MAY',
  'answer every command within 10 s',
  { reference: 'advice: the pod waits for each of them, and 2 min 3 s in all before the kubelet complains' },
  async (t) => {
    const calls = await callEveryCommand(t);
    t.note(calls.map((call) => `${call.command} ${Math.round(call.durationMs)} ms`).join(', '));
    for (const call of calls) t.expect.within(call, 10_000);
  },
);
