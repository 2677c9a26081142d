import type { ByHand } from '../conformance/by-hand/messages.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/**
 * 1 when the call, or one on the way to it, failed for the driver's sake. Not supported is no failure, but for init:
 * such a driver is not loaded.
 */
export function callExitCode({ stuck, call }: Pick<ByHand, 'stuck' | 'call'>): ExitCode {
  if (stuck !== undefined || call === undefined || call.end !== 'eof') return EXIT.failed;
  const { outcome, crash } = call.conclusion;
  const isLoaded = outcome === 'success' || (outcome === 'not-supported' && call.argv[0] !== 'init');
  return isLoaded && crash === undefined ? EXIT.done : EXIT.failed;
}
