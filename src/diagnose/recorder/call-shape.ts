/** What each argument of a call is: of 1.6 and later. docs/kubelet.md, "Arguments". */
export type ArgumentKind = 'options' | 'device' | 'node' | 'directory' | 'device-mount' | 'name' | 'bytes';

/** `directory` of expandfs is the volume's where attach is false, so it takes either. */
const SHAPES: Readonly<Record<string, readonly ArgumentKind[]>> = {
  init: [],
  getvolumename: ['options'],
  attach: ['options', 'node'],
  waitforattach: ['device', 'options'],
  isattached: ['options', 'node'],
  mountdevice: ['device-mount', 'device', 'options'],
  mount: ['directory', 'options'],
  unmount: ['directory'],
  unmountdevice: ['device-mount'],
  detach: ['name', 'node'],
  expandvolume: ['options', 'device-mount', 'bytes', 'bytes'],
  expandfs: ['options', 'device', 'device-mount', 'bytes', 'bytes'],
};

/** The arguments after a command, or undefined for a command that no kubelet knows. */
export function shapeOf(command: string): readonly ArgumentKind[] | undefined {
  return SHAPES[command];
}

/** The spec name of the volume that a call is about, as far as its arguments tell. */
export function volumeOfCall(argv: readonly string[]): string | undefined {
  const shape = shapeOf(argv[0] ?? '') ?? [];
  const at = (kind: ArgumentKind) => {
    const index = shape.indexOf(kind);
    return index < 0 ? undefined : argv[index + 1];
  };
  const named = optionsOf(at('options'))?.['kubernetes.io/pvOrVolumeName'];
  if (named !== undefined) return named;
  const path = at('directory') ?? at('device-mount');
  return at('name') ?? path?.split('/').at(-1);
}

/** An options argument as a map, or undefined when it is none. */
export function optionsOf(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.values(value).every((one) => typeof one === 'string')
      ? (value as Record<string, string>)
      : undefined;
  } catch {
    return undefined;
  }
}
