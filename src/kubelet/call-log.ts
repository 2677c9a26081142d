import { exitErrorText } from './exit-error.ts';
import { errnoText } from './go-errno.ts';
import { goQuote } from './go-quote.ts';
import type { DriverCall } from './types.ts';

/** A line of the kubelet's own log, without its time and process. */
export interface LogLine {
  severity: 'E' | 'W';
  /** File and line of 1.20.2, where it was recorded. */
  source: string;
  text: string;
}

/** What the kubelet's log says of one call; nothing of one that it takes for good or Not supported. */
export function callLog(call: DriverCall): LogLine[] {
  const { outcome, error, status } = call.conclusion;
  const exitError = exitErrorOf(call);
  const lines: LogLine[] = [];
  if (outcome === 'not-supported') return lines;
  if (status === undefined && outcome === 'failure') {
    const output = goQuote(call.output);
    const text = `Failed to unmarshal output for command: ${call.argv[0]}, output: ${output}, error: ${error}`;
    lines.push({ severity: 'E', source: 'driver-call.go:266', text });
  }
  if (status !== undefined && status.status !== 'Success') {
    lines.push({ severity: 'E', source: 'driver-call.go:273', text: error ?? '' });
  }
  if (exitError === undefined) return lines;
  return [...lines, exitLine(call, exitError)];
}

/** How the process ended, as the kubelet words it for this executable. */
function exitErrorOf({ executable, exit }: DriverCall): string | undefined {
  if (exit.spawnError === undefined) return exitErrorText(exit);
  return `fork/exec ${executable}: ${errnoText(exit.spawnError)}`;
}

function exitLine({ executable, argv, output, conclusion }: DriverCall, exitError: string): LogLine {
  if (conclusion.status?.status === 'Success') {
    const text = `FlexVolume: driver bug: ${executable}: exec error (${exitError}) but no error in response.`;
    return { severity: 'E', source: 'driver-call.go:143', text };
  }
  const text = `FlexVolume: driver call failed: executable: ${executable}, args: [${argv.join(' ')}], error: ${exitError}, output: ${goQuote(output)}`;
  return { severity: 'W', source: 'driver-call.go:149', text };
}
