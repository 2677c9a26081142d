import { checkFixture } from '../../fixtures/filesystem.ts';
import { environmentLayer, flagOf, within } from './environment.ts';
import { readConfigFile } from './file.ts';
import { type KnownFailing, readKnownFailing } from './known-failing.ts';
import { mergeLayers, readLayer } from './layer.ts';
import type { Config } from './schema.ts';
import { type Settings, settle } from './settings.ts';
import { splitPair, volumeOfFlag } from './volume-flag.ts';

/** What the command line says, in the shape of flexcert.yaml, and what only the command line can say. */
export interface Flags {
  /** In the shape of flexcert.yaml. */
  settings: Record<string, unknown>;
  /** How a setting is named to whoever wrote it; as a flag when it is left out. */
  where?: (path: readonly PropertyKey[]) => string;
  config?: string;
  /** Templates in place of the file's. */
  volume?: readonly string[];
  /** `key=value` for every template. */
  option?: readonly string[];
  secret?: readonly string[];
}

export interface Loaded {
  settings: Settings;
  knownFailing: KnownFailing;
}

/**
 * The effective configuration. Precedence: flag, environment, file, default.
 *
 * @param from where paths and the file are looked for, and the release of a run that names none; without
 *   `looksForFile` only a file that is named is read
 * @throws UsageError that says where the setting was written and what is allowed
 */
export function loadSettings(
  flags: Flags,
  from: { env: NodeJS.ProcessEnv; directory: string; release: string; looksForFile?: boolean },
): Loaded {
  const named = flags.config ?? (from.env.FLEXCERT_CONFIG || undefined);
  const raw = {
    ...flags.settings,
    ...(flags.volume === undefined ? {} : { volumes: flags.volume.map(volumeOfFlag) }),
  };
  const config = mergeLayers([
    (named === undefined && from.looksForFile === false
      ? undefined
      : readConfigFile(named, from.directory)) ?? {},
    readLayer(environmentLayer(from.env)),
    readLayer({ raw, where: flags.where ?? ((path) => `--${flagOf(path)}${within(path)}`) }),
  ]);
  const volumes = withPairs(config.volumes ?? [{}], flags);
  const settings = settle({ ...config, volumes }, from.release);
  checkImages(settings);
  return {
    settings,
    knownFailing: readKnownFailing(config['known-failing']),
  };
}

/** A driver that cannot format an image that is too small would be blamed for it. */
function checkImages({ volumes, fixtures: { filesystem, sizeMiB } }: Settings): void {
  for (const { fsType } of volumes.filter(({ makes }) => makes.includes('image') || makes.includes('device')))
    for (const one of [filesystem, fsType]) checkFixture(one, sizeMiB);
}

/** `--option` and `--secret` go into every template; their placeholders are checked as a file's would be. */
function withPairs(templates: NonNullable<Config['volumes']>, { option, secret }: Flags) {
  const options = Object.fromEntries((option ?? []).map((pair) => splitPair(pair, '--option')));
  const secrets = Object.fromEntries((secret ?? []).map((pair) => splitPair(pair, '--secret')));
  readLayer({
    raw: { volumes: [{ options, secret: secrets }] },
    where: (path) => `--${path[2] === 'secret' ? 'secret' : 'option'} ${String(path[3])}`,
  });
  return templates.map((template) => ({
    ...template,
    options: { ...template.options, ...options },
    ...(secret === undefined && template.secret === undefined
      ? {}
      : { secret: { ...template.secret, ...secrets } }),
  }));
}
