import type { Loaded } from '../conformance/config/load.ts';

/**
 * The configuration without all that leaves requirements out, excuses them or tries them again: those settings
 * are for daily work, and a certificate speaks of the whole. What was set is told, not silently dropped.
 */
export function wholeSuite({ settings, knownFailing }: Loaded): Loaded {
  const { grep, grepInvert, shard, maxFailures, ...rest } = settings;
  const set = {
    suite: settings.suite.length > 0,
    grep: grep !== undefined,
    'grep-invert': grepInvert !== undefined,
    level: settings.level.length > 0,
    shard: shard !== undefined,
    'max-failures': maxFailures !== undefined,
    'last-failed': settings.lastFailed,
    retries: settings.retries > 0,
    'known-failing': knownFailing.size > 0,
  };
  const left = Object.entries(set).flatMap(([name, isSet]) => (isSet ? [name] : []));
  if (left.length > 0) {
    process.stderr.write(
      `flexcert: a certificate is for the whole suite: ${left.join(', ')} of the configuration do not count\n`,
    );
  }
  return {
    settings: { ...rest, suite: [], level: [], lastFailed: false, retries: 0 },
    knownFailing: new Map(),
  };
}
