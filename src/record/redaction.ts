/** What stands in the record where a secret stood. */
export const REDACTED = '[redacted]';

/** Below this many bytes a value is too common to look for in free text: `1` would spoil every number. */
const SHORTEST_SOUGHT = 4;

/** Takes secrets out of what a run keeps. */
export interface Redactor {
  text: (text: string) => string;
  bytes: (bytes: Uint8Array) => Uint8Array;
}

/** Values under `kubernetes.io/secret/<key>` of an options argument, without touching any other byte of it. */
const SECRET_OPTION = /((?:^\{|,)"kubernetes\.io\/secret(?:\/[^"]*)?":)"(?:[^"\\]|\\.)*"/g;

/**
 * A redactor for the secret values of a run, in whatever form a driver may repeat them: as they are, in
 * base64 (as the kubelet hands them over), percent-encoded, or inside a JSON string.
 */
export function redactor(secrets: Iterable<string | Uint8Array>): Redactor {
  const needles = new Set<string>();
  for (const secret of secrets) for (const form of formsOf(Buffer.from(secret))) needles.add(form);
  // The longest first; by splitting, since what takes the place of one is not to be searched for another.
  const sought = [...needles].sort((a, b) => b.length - a.length);
  const without = (text: string) =>
    sought
      .reduce<string[]>((pieces, needle) => pieces.flatMap((piece) => piece.split(needle)), [text])
      .join(REDACTED);
  return {
    // One character a byte, so that text and bytes are searched alike and other bytes stay as they are.
    bytes: (bytes) =>
      sought.length === 0 ? bytes : Buffer.from(without(Buffer.from(bytes).toString('latin1')), 'latin1'),
    text: (text) => {
      const options = text.replace(SECRET_OPTION, `$1"${REDACTED}"`);
      if (sought.length === 0) return options;
      return Buffer.from(without(Buffer.from(options).toString('latin1')), 'latin1').toString();
    },
  };
}

/** Keys whose values are secret wherever they stand in a configuration. */
const SECRET_KEY = /^secrets?$|passw|token|credential|private.?key|api.?key/i;

/** The effective configuration for the record: values under secret keys are replaced, shapes are kept. */
export function redactConfig(value: unknown, secret = false): unknown {
  if (Array.isArray(value)) return value.map((item) => redactConfig(item, secret));
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, redactConfig(item, secret || SECRET_KEY.test(key))]),
    );
  }
  return secret && value !== undefined && value !== null ? REDACTED : value;
}

function formsOf(secret: Buffer): string[] {
  if (secret.length < SHORTEST_SOUGHT) return [];
  const text = secret.toString('utf8');
  const base64 = secret.toString('base64');
  const forms = [
    secret.toString('latin1'),
    base64,
    base64.replace(/=+$/, ''),
    secret.toString('base64url'),
    Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1'),
    encodeURIComponent(text),
    // A driver that repeats a key file rarely repeats all of it in one go.
    ...secret
      .toString('latin1')
      .split(/\r?\n/)
      .filter((line) => line.length >= 2 * SHORTEST_SOUGHT),
  ];
  return forms.filter((form) => form.length >= SHORTEST_SOUGHT);
}
