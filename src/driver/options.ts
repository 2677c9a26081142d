import { shown, Trouble } from './trouble.ts';

/** The options argument of a call. What is in it is looked at only by the commands that need it: see below. */
export type Options = Readonly<Record<string, unknown>>;

export const FILESYSTEMS = ['ext4', 'xfs'] as const;
export type Filesystem = (typeof FILESYSTEMS)[number];

/** What a quantity of Kubernetes may end in, and how many bytes that is. */
const DECIMAL = ['', 'k', 'M', 'G', 'T'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti'];

/** @throws Trouble unless the text is one JSON object */
export function parseOptions(json: string): Options {
  const value = parseJson(json);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Options;
  throw new Trouble(
    'the options are not a JSON object: give them as a kubelet does, e.g. {"image":"/srv/a.img"}',
  );
}

/** The path of the volume's image file as the user wrote it; undefined when the kubelet has lost the user's options. */
export function imageOption(options: Options): string | undefined {
  const image = text(options, 'image');
  if (image === undefined) return undefined;
  if (!image.startsWith('/')) {
    throw new Trouble(`option image is ${shown(image)}: it must be the absolute path of an image file`);
  }
  if (image.includes('\0')) throw new Trouble('option image has a NUL character in it: no path can');
  return image;
}

/** Bytes of an image that is still to be made; undefined without the option `size`. */
export function sizeOption(options: Options): number | undefined {
  const size = text(options, 'size');
  if (size === undefined) return undefined;
  const [, digits, unit = ''] = /^([0-9]+)([kMGT]|[KMGT]i)?$/.exec(size) ?? [];
  const factor = unit.endsWith('i') ? 1024 ** BINARY.indexOf(unit) : 1000 ** DECIMAL.indexOf(unit);
  const bytes = Number(digits) * factor;
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new Trouble(`option size is ${shown(size)}: it must be a quantity such as 64Mi or 10G`);
}

/** Undefined when the user left the choice to the driver. */
export function fsTypeOption(options: Options): Filesystem | undefined {
  const fsType = text(options, 'kubernetes.io/fsType') ?? '';
  if (fsType === '') return undefined;
  const known = FILESYSTEMS.find((one) => one === fsType);
  if (known) return known;
  throw new Trouble(`fsType is ${shown(fsType)}: this driver knows ${FILESYSTEMS.join(' and ')}`);
}

export function isReadOnly(options: Options): boolean {
  const access = text(options, 'kubernetes.io/readwrite') ?? 'rw';
  if (access === 'ro' || access === 'rw') return access === 'ro';
  throw new Trouble(`option kubernetes.io/readwrite is ${shown(access)}: it must be rw or ro`);
}

/**
 * What the kubelet calls the volume: its spec name, which is also what detach is given. Kubernetes 1.6.0 to 1.6.4 do not
 * tell it, but use the volumeName that we answer; there the image names the volume.
 */
export function volumeName(options: Options): string {
  const name = text(options, 'kubernetes.io/pvOrVolumeName') || imageOption(options)?.replaceAll('/', '~');
  if (name) return name;
  throw new Trouble('the options name no volume: kubernetes.io/pvOrVolumeName and image are missing');
}

function text(options: Options, key: string): string | undefined {
  const value = options[key];
  if (value === undefined || typeof value === 'string') return value;
  throw new Trouble(`option ${key} is no string: put it in quotes`);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message would quote the options, and with them secrets.
    return undefined;
  }
}
