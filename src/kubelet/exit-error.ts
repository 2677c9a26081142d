import { constants } from 'node:os';
import type { Exit } from './types.ts';

/** Go's words for the signals of Linux that have any; the others read `signal 34`. */
const SIGNAL_WORDS: Partial<Record<NodeJS.Signals, string>> = {
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGQUIT: 'quit',
  SIGILL: 'illegal instruction',
  SIGTRAP: 'trace/breakpoint trap',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGKILL: 'killed',
  SIGUSR1: 'user defined signal 1',
  SIGSEGV: 'segmentation fault',
  SIGUSR2: 'user defined signal 2',
  SIGPIPE: 'broken pipe',
  SIGALRM: 'alarm clock',
  SIGTERM: 'terminated',
};

/**
 * The kubelet's error for how a process ended: `exit status 3`, `signal: killed`. Where a core was dumped
 * Go adds ` (core dumped)`; Node does not tell, so that ending is left out.
 * @returns undefined for exit code 0
 */
export function exitErrorText(exit: Exit): string | undefined {
  if (exit.spawnError !== undefined) return `fork/exec: ${exit.spawnError}`;
  if (exit.signal !== undefined) {
    const word = SIGNAL_WORDS[exit.signal] ?? `signal ${constants.signals[exit.signal]}`;
    return `signal: ${word}`;
  }
  return (exit.code ?? 0) === 0 ? undefined : `exit status ${exit.code}`;
}
