const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * A Kubernetes quantity such as `1Gi`, `500M`, `1e3`.
 * @returns bytes, rounded up; undefined when it is none
 */
export function parseQuantity(text: string): number | undefined {
  const parts = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+)|(m|[kMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (parts === null) return undefined;
  const [, number = '', exponent, suffix = ''] = parts;
  const factor = exponent === undefined ? (FACTORS[suffix] ?? Number.NaN) : 10 ** Number(exponent);
  return Math.ceil(Number(number) * factor);
}

/** Bytes as Kubernetes writes a size it computed: the largest binary unit that leaves no rest. */
export function formatQuantity(bytes: number): string {
  let rest = bytes;
  let unit = '';
  for (const larger of BINARY) {
    if (rest === 0 || rest % 1024 !== 0) break;
    rest /= 1024;
    unit = larger;
  }
  return `${rest}${unit}`;
}
