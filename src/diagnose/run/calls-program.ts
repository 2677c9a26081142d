import { cpSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { callDriver } from '../../kubelet/call.ts';
import { profileFor } from '../../kubelet/profile.ts';
import { insideCell } from '../../sandbox/inside-cell.ts';
import type { CallMessage, CallsInput } from './call-message.ts';

/** Makes calls in a cell, one after the other, and sends each as it ends. */
const cell = insideCell<CallsInput>();
const { input, paths, signal } = cell;
const profile = profileFor(input.release);

for (const { from, name } of input.drivers) {
  cpSync(from, join(paths.pluginDirectory, name), { recursive: true, verbatimSymlinks: true });
}
for (const { executable, argv, cwd, env } of input.calls) {
  const call = await callDriver({
    executable: isAbsolute(executable) ? executable : join(paths.pluginDirectory, executable),
    argv,
    profile,
    limitMs: input.limitMs,
    signal,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  const { conclusion: _ours, output, ...rest } = call;
  cell.send({ call: { ...rest, output: output.toString('base64') } } satisfies CallMessage);
}
