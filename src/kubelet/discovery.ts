import { callDriver } from './call.ts';
import { callLog, type LogLine } from './call-log.ts';
import { DEFAULT_CAPABILITIES } from './capabilities.ts';
import { driverDirectories } from './discovery/driver-directories.ts';
import { aggregate, creationError } from './discovery/error-text.ts';
import { driverName, executablePath } from './paths.ts';
import type { Profile } from './profile.ts';
import type { Capabilities, DriverCall } from './types.ts';

/** A driver that the kubelet could load. */
export interface FoundDriver {
  /** `vendor/driver`. */
  name: string;
  /** Its directory's name in the plugin directory. */
  directory: string;
  capabilities: Capabilities;
}

/** What the kubelet makes of a plugin directory at its first look. */
export interface Discovered {
  drivers: FoundDriver[];
  /** One text for all that could not be loaded. */
  error?: string;
  /** A broken neighbour hides the drivers found: to the kubelet there are none. */
  hidden: boolean;
  /** Why a real kubelet would have crashed. */
  crash?: string;
  /** Every init, in the order made. */
  calls: DriverCall[];
  log: LogLine[];
}

export interface ProbeOptions {
  /** For each init; a kubelet has none. Milliseconds. */
  limitMs: number;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/** What init came to. */
interface Loaded {
  capabilities: Capabilities;
  error?: string;
  crash?: string;
}

/**
 * Scans a plugin directory and calls init of every driver in it, one after the other, as the kubelet does when it first
 * looks for a FlexVolume plugin. docs/discovery.md
 */
export async function probe(
  pluginDirectory: string,
  profile: Profile,
  options: ProbeOptions = { limitMs: 60_000 },
): Promise<Discovered> {
  const calls: DriverCall[] = [];
  const drivers: FoundDriver[] = [];
  const errors: string[] = [];
  let crash: string | undefined;
  for (const directory of driverDirectories(pluginDirectory)) {
    const loaded = await load(
      executablePath(pluginDirectory, driverName(directory)),
      profile,
      options,
      calls,
    );
    crash ??= loaded.crash;
    if (loaded.error === undefined) {
      drivers.push({ name: driverName(directory), directory, capabilities: loaded.capabilities });
    } else errors.push(creationError(directory, loaded.error, profile));
    if (crash !== undefined) break;
  }
  return {
    drivers,
    ...(errors.length === 0 ? {} : { error: aggregate(errors) }),
    hidden: errors.length > 0 && profile.hidesBatchBehindBrokenNeighbour,
    ...(crash === undefined ? {} : { crash }),
    calls,
    log: calls.flatMap(callLog),
  };
}

async function load(
  executable: string,
  profile: Profile,
  options: ProbeOptions,
  calls: DriverCall[],
): Promise<Loaded> {
  const call = await callDriver({ ...options, executable, argv: ['init'], profile });
  calls.push(call);
  const { outcome, error, status, crash } = call.conclusion;
  const capabilities = status?.capabilities ?? DEFAULT_CAPABILITIES;
  const again = profile.initsTwice && outcome === 'success' && calls.at(-2)?.executable !== executable;
  if (again) return load(executable, profile, options, calls);
  return {
    capabilities,
    ...(outcome === 'success' ? {} : { error: error ?? 'Not supported' }),
    ...(crash === undefined ? {} : { crash }),
  };
}
