import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { profileFor } from '../../kubelet/profile.ts';
import { insideCell } from '../../sandbox/inside-cell.ts';
import type { CallMessage, CallsInput } from './call-message.ts';
import { makeCall } from './make-call.ts';

/** Makes calls in a cell, one after the other, and sends each as it ends. */
const cell = insideCell<CallsInput>();
const { calls, drivers, release, limitMs } = cell.input;
const { pluginDirectory } = cell.paths;
const options = { profile: profileFor(release), limitMs, signal: cell.signal, pluginDirectory };

for (const { from, name } of drivers) {
  cpSync(from, join(pluginDirectory, name), { recursive: true, verbatimSymlinks: true });
}
for (const call of calls) {
  const { conclusion: _ours, output, ...rest } = await makeCall(call, options);
  cell.send({ call: { ...rest, output: output.toString('base64') } } satisfies CallMessage);
}
