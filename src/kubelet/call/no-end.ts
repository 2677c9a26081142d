import type { CallEnd, Conclusion } from '../types.ts';
import type { Holder } from './processes.ts';

/** What is said of a call that a kubelet would still be waiting for. The text is ours: a kubelet has none. */
export function concludeWithoutEnd(
  end: Exclude<CallEnd, 'eof'>,
  limitMs: number,
  holders: readonly Holder[],
): Conclusion {
  return { outcome: 'failure', error: reason(end, `${limitMs / 1000} s`, holders) };
}

function reason(end: Exclude<CallEnd, 'eof'>, limit: string, holders: readonly Holder[]): string {
  const who = holders.map(({ pid, command }) => `${command || '?'} (process ${pid})`).join(', ');
  switch (end) {
    case 'killed':
      return `the call did not end within ${limit} and was killed: a kubelet waits as long as the driver runs`;
    case 'held':
      return `the driver is gone, but its output was still open after ${limit}, kept by ${who || 'a process that cannot be seen'}: a kubelet waits until it is closed`;
    case 'aborted':
      return 'the call was broken off before it ended';
  }
}

/** Why a kubelet crashes at a driver that does not go after SIGTERM: it looks at an exit that is not there yet. */
export function sigtermCrash(graceMs: number): string {
  return `the driver still ran ${graceMs / 1000} s after SIGTERM: a nil dereference that ends the kubelet's process`;
}
