import { availableParallelism } from 'node:os';
import type { Level } from '../../record/schema.ts';
import type { Isolation } from '../../sandbox/types.ts';
import type { Fixture } from '../facts.ts';
import { placeholdersIn } from './placeholders.ts';
import type { Config, VolumeTemplate } from './schema.ts';

/** A volume template with nothing left out. */
export interface Template {
  name?: string;
  fsType: string;
  readOnly: boolean;
  options: Readonly<Record<string, string>>;
  secret?: Readonly<Record<string, string>>;
  /** What its placeholders make fresh for each volume. */
  makes: readonly Fixture[];
}

/** The effective configuration: every setting has a value. Times in milliseconds. */
export interface Settings {
  driver?: string;
  name?: string;
  kubelet: string[];
  volumes: Template[];
  fixtures: { sizeMiB: number; filesystem: 'none' | 'ext4' | 'xfs' };
  env: Record<string, string>;
  timeouts: { call: number; requirement: number; run: number };
  limits: { outputKiB: number; processes: number };
  stateDirs: string[];
  suite: string[];
  grep?: string;
  grepInvert?: string;
  level: Level[];
  shard?: string;
  workers: number;
  shuffle?: string;
  retries: number;
  repeatEach: number;
  maxFailures?: number;
  lastFailed: boolean;
  reporter: string[];
  output: string;
  strict: boolean;
  isolation: Isolation;
  keep: boolean;
}

/** What a kubelet under systemd gives its drivers, and no more. */
export const DEFAULT_ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

/** Fills in what was not said. @param release the kubelet release of a run that names none */
export function settle(config: Config, release: string): Settings {
  const optional = {
    driver: config.driver,
    name: config.name,
    grep: config.grep,
    grepInvert: config['grep-invert'],
    shard: config.shard,
    shuffle: config.shuffle,
    maxFailures: config['max-failures'],
  };
  return {
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as {
      [Key in keyof typeof optional]?: NonNullable<(typeof optional)[Key]>;
    }),
    kubelet: config.kubelet ?? [release],
    volumes: (config.volumes ?? [{}]).map(settleTemplate),
    fixtures: {
      sizeMiB: config.fixtures?.sizeMiB ?? 64,
      filesystem: config.fixtures?.filesystem ?? 'none',
    },
    env: config.env ?? DEFAULT_ENV,
    timeouts: {
      call: config.timeouts?.call ?? 30_000,
      requirement: config.timeouts?.requirement ?? 120_000,
      run: config.timeouts?.run ?? 1_800_000,
    },
    limits: { outputKiB: config.limits?.outputKiB ?? 256, processes: config.limits?.processes ?? 512 },
    stateDirs: config.stateDirs ?? [],
    suite: config.suite ?? [],
    level: config.level ?? [],
    // On the host one requirement would be taken for another's fault: they share the driver's state and the node.
    workers: config.isolation === 'none' ? 1 : (config.workers ?? availableParallelism()),
    retries: config.retries ?? 0,
    repeatEach: config['repeat-each'] ?? 1,
    lastFailed: config['last-failed'] ?? false,
    reporter: config.reporter ?? [],
    output: config.output ?? 'flexcert-report',
    strict: config.strict ?? false,
    isolation: config.isolation ?? 'full',
    keep: config.keep ?? false,
  };
}

function settleTemplate({ name, fsType, readOnly, options, secret }: VolumeTemplate): Template {
  const texts = [...Object.values(options ?? {}), ...Object.values(secret ?? {})];
  return {
    ...(name === undefined ? {} : { name }),
    fsType: fsType ?? '',
    readOnly: readOnly ?? false,
    options: options ?? {},
    ...(secret === undefined ? {} : { secret }),
    makes: [...new Set(texts.flatMap(placeholdersIn))],
  };
}
