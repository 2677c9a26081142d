/**
 * The keys that an answer names, in lower case and separated by blanks, those of capabilities as
 * `capabilities.attach`: what the kubelet takes from the driver and what from its own defaults.
 *
 * @param document one whole JSON document; undefined for anything else
 */
export function namedKeys(document: string): string | undefined {
  try {
    const value = JSON.parse(document) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.entries(value)
      .flatMap(([key, field]) => [key, ...nested(key, field)])
      .map((key) => key.toLowerCase())
      .join(' ');
  } catch {
    return undefined;
  }
}

function nested(key: string, field: unknown): string[] {
  if (key.toLowerCase() !== 'capabilities' || typeof field !== 'object' || field === null) return [];
  return Object.keys(field).map((capability) => `${key}.${capability}`);
}
