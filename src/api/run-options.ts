import type { Flags } from '../conformance/config/load.ts';
import type { Level } from '../record/schema.ts';
import type { Isolation } from '../sandbox/types.ts';

/** A volume as requirements ask for it; docs/config.md tells of the placeholders. */
export interface VolumeOptions {
  /** The beginning of spec names. Default: `vol`. */
  name?: string;
  /** `kubernetes.io/fsType`. Default: none. */
  fsType?: string;
  /** `kubernetes.io/readwrite`. Default: false. */
  readOnly?: boolean;
  /** Strings, as in Kubernetes. `{{image}}`, `{{device}}`, `{{directory}}` and `{{name}}` are made fresh for each volume. */
  options?: Readonly<Record<string, string>>;
  /** Values before base64; they are kept out of the record. */
  secret?: Readonly<Record<string, string>>;
}

/** Milliseconds, or text such as `500ms`, `30s`, `5m`, `1h`. */
export type Duration = number | string;

/** A run as code says it. Whatever is left out is taken from the file `config`, if one is named, and else from the defaults. */
export interface RunOptions {
  /** The driver's executable, or its `<vendor~driver>` directory, which comes along whole. */
  driver?: string;
  /** A flexcert.yaml to begin with. None is looked for, and FLEXCERT_* variables are not read. */
  config?: string;
  /** `vendor/driver`, for an executable. Default: `flexcert.test/<file name>`. */
  name?: string;
  /** Releases to certify for, `1.6` and later. Default: the newest measured. */
  kubelet?: string | readonly string[];
  /** Templates of volumes. Default: one without options. */
  volumes?: readonly VolumeOptions[];
  /** What images and devices are: their size, and what is on them. Default: 64 MiB, nothing. */
  fixtures?: { sizeMiB?: number; filesystem?: 'none' | 'ext4' | 'xfs' };
  /** The whole environment of the driver. Default: PATH alone. */
  env?: Readonly<Record<string, string>>;
  /** Limits of a call (30s), of a requirement (2m) and of the run (30m). */
  timeouts?: { call?: Duration; requirement?: Duration; run?: Duration };
  /** KiB kept of each call's output (256), and processes of one cell (512). */
  limits?: { outputKiB?: number; processes?: number };
  /** What the driver may leave on the node, outside its volumes: absolute paths. */
  stateDirs?: readonly string[];
  /** Requirements that may fail, each with a reason, or a file with that list. */
  knownFailing?: string | readonly { id: string; reason: string }[];
  /** Areas, or paths of modules of your own. Default: all areas. */
  suite?: string | readonly string[];
  /** Only ids and sentences that match this pattern. */
  grep?: string;
  /** Only those that do not match it. */
  grepInvert?: string;
  /** Default: all. */
  level?: Level | readonly Level[];
  /** `i/n`: the i-th of n parts, split by id. */
  shard?: string;
  /** Requirements at once. Default: processors. */
  workers?: number;
  /** A seed for another order. */
  shuffle?: string | number;
  /** Tries more of a requirement that fails. Default: 0. */
  retries?: number;
  /** How often a requirement has to pass. Default: 1. */
  repeatEach?: number;
  /** The run ends after so many failures. */
  maxFailures?: number;
  /** A failing SHOULD counts as a failing MUST. Default: false. */
  strict?: boolean;
  /** `none`: on the host itself, for drivers that have to see it. Default: `full`. */
  isolation?: Isolation;
  /** Keeps the files of each requirement that does not pass, as archives in `output`. Default: false. */
  keep?: boolean;
  /** Folder of those archives; the API writes no reports of its own accord. Default: `flexcert-report`. */
  output?: string;
  /** Ends the run early: cells are cleaned up, and the record holds what was found until then. */
  signal?: AbortSignal;
}

/** Where code and flexcert.yaml differ in a name. */
const YAML_NAMES: Readonly<Record<string, string>> = {
  knownFailing: 'known-failing',
  grepInvert: 'grep-invert',
  repeatEach: 'repeat-each',
  maxFailures: 'max-failures',
};

/** The options in the shape of flexcert.yaml. */
export function flagsOfOptions({ signal: _signal, config, ...options }: RunOptions): Flags {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    settings: Object.fromEntries(given.map(([name, value]) => [YAML_NAMES[name] ?? name, value])),
    where: ([top, ...below]) => [codeName(String(top)), ...below.map(String)].join('.'),
    ...(config === undefined ? {} : { config }),
  };
}

function codeName(yaml: string): string {
  return Object.entries(YAML_NAMES).find(([, name]) => name === yaml)?.[0] ?? yaml;
}
