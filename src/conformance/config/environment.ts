import { dotted } from './complaint.ts';
import type { Layer } from './layer.ts';

const NUMBERS = ['workers', 'retries', 'repeat-each', 'max-failures'];
const SWITCHES = ['last-failed', 'strict', 'keep'];
const TEXTS =
  'driver name kubelet known-failing suite grep grep-invert level shard shuffle reporter output isolation'.split(
    ' ',
  );
const TIMEOUTS = { timeout: 'call', 'requirement-timeout': 'requirement', 'global-timeout': 'run' };

/** `FLEXCERT_GREP_INVERT` for `grep-invert`. */
export function variableOf(setting: string): string {
  return `FLEXCERT_${setting.toUpperCase().replaceAll('-', '_')}`;
}

/** Settings from FLEXCERT_* variables; an empty one counts as not set. */
export function environmentLayer(env: NodeJS.ProcessEnv): Layer {
  const raw: Record<string, unknown> = {};
  const timeouts: Record<string, unknown> = {};
  const take = (name: string, put: (text: string) => void) => {
    const text = env[variableOf(name)];
    if (text !== undefined && text !== '') put(text);
  };
  for (const name of TEXTS) take(name, (text) => Object.assign(raw, { [name]: text }));
  for (const name of NUMBERS) take(name, (text) => Object.assign(raw, { [name]: numberOr(text) }));
  for (const name of SWITCHES) take(name, (text) => Object.assign(raw, { [name]: switchOr(text) }));
  for (const [name, key] of Object.entries(TIMEOUTS)) {
    take(name, (text) => Object.assign(timeouts, { [key]: text }));
  }
  if (Object.keys(timeouts).length > 0) raw.timeouts = timeouts;
  return { raw, where: (path) => variableOf(flagOf(path)) + within(path) };
}

/** The flag that sets what is at a path of flexcert.yaml: `timeout` for `timeouts.call`. */
export function flagOf(path: readonly PropertyKey[]): string {
  const [top, below] = path.map(String);
  if (top === 'timeouts') return Object.entries(TIMEOUTS).find(([, key]) => key === below)?.[0] ?? 'timeout';
  if (top === 'volumes') return 'volume';
  return top ?? '';
}

/** Which part of a flag's value is meant, where it has parts. */
export function within(path: readonly PropertyKey[]): string {
  return path.length > 2 ? `: ${dotted(path.slice(1))}` : '';
}

function numberOr(text: string): unknown {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function switchOr(text: string): unknown {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  return text;
}
