import { UsageError } from '../../errors.ts';
import { complaintOf } from './complaint.ts';
import { type Config, configSchema } from './schema.ts';

/** Settings from one place: a file, the environment, the command line. */
export interface Layer {
  /** In the shape of flexcert.yaml. */
  raw: unknown;
  /** Says which setting, and where it was written: `flexcert.yaml:3: workers`, `--workers`. */
  where(path: readonly PropertyKey[]): string;
}

/** @throws UsageError that names the place, the key and what is allowed */
export function readLayer(layer: Layer): Config {
  const parsed = configSchema.safeParse(layer.raw);
  if (parsed.success) return parsed.data;
  const { path, rest } = complaintOf(parsed.error, configSchema);
  throw new UsageError(`${layer.where(path)}${rest}`);
}

/** Later layers win. Maps such as `timeouts` are merged key by key, lists are replaced. */
export function mergeLayers(layers: readonly Config[]): Config {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      if (value === undefined) continue;
      merged[key] = isMap(merged[key]) && isMap(value) ? { ...merged[key], ...value } : value;
    }
  }
  return merged as Config;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
