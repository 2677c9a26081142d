import { marshalOptions } from '../../kubelet/options.ts';
import type { Profile } from '../../kubelet/profile.ts';
import { optionsOf, shapeOf } from './call-shape.ts';
import type { TracedCall } from './read-trace.ts';

/** Something about a call that a kubelet of a release would not have done. */
export interface Oddity {
  /** Index of the call in its trace. */
  call: number;
  what: string;
}

/**
 * Calls of a trace that no kubelet would make: unknown commands, other arguments, options that Go would
 * have written otherwise, a command called again after Not supported. docs/kubelet.md, "Arguments".
 */
export function checkCalls(calls: readonly TracedCall[], profile: Profile): Oddity[] {
  const refused = new Set<string>();
  return calls.flatMap((call, index) => {
    const command = call.argv[0] ?? '';
    const odd = [...shapeOddities(call, profile), ...againOddity(command, refused, profile)];
    if (command === 'init') refused.clear();
    if (call.conclusion.outcome === 'not-supported') refused.add(command);
    return odd.map((what) => ({ call: index, what }));
  });
}

function againOddity(command: string, refused: ReadonlySet<string>, profile: Profile): string[] {
  if (!profile.remembersNotSupported || !refused.has(command)) return [];
  return [
    `${command} is called again though it was answered Not supported, and init was not called in between: by another program (the controller-manager beside the kubelet), or by hand`,
  ];
}

function shapeOddities({ argv, cutArguments = [] }: TracedCall, profile: Profile): string[] {
  const [command = '', ...args] = argv;
  const shape = shapeOf(command);
  if (shape === undefined)
    return [command === '' ? 'called without a command' : `no kubelet calls ${command}`];
  if (!profile.speaksTodaysCalls) return [];
  if (!profile.knowsExpansion && command.startsWith('expand'))
    return [`kubelet ${profile.release} does not know ${command}`];
  if (args.length !== shape.length) {
    return [
      `${command} gets ${shape.length} argument${shape.length === 1 ? '' : 's'} (${shape.join(', ') || 'none'}), not ${args.length}`,
    ];
  }
  return shape.flatMap((kind, index) => {
    const value = args[index] as string;
    if (cutArguments.includes(index + 1)) return [];
    if (kind === 'options') return optionOddities(command, value, args, profile);
    if (kind === 'bytes')
      return /^\d+$/.test(value) ? [] : [`${command} gets sizes in whole bytes, not "${value}"`];
    if (kind === 'directory')
      return /\/pods\/[^/]+\/volumes\/[^/]+\/[^/]+$/.test(value)
        ? []
        : [`${command} gets a directory .../pods/<uid>/volumes/<vendor~driver>/<name>, not ${value}`];
    if (kind === 'device-mount')
      return isDeviceMount(command, value)
        ? []
        : [
            `${command} gets a directory .../plugins/kubernetes.io/flexvolume/<vendor>/<driver>/mounts/<name>, not ${value}`,
          ];
    if (kind === 'name')
      return value.startsWith('/') ? [`detach gets the name of the volume, not a device: ${value}`] : [];
    return [];
  });
}

function isDeviceMount(command: string, path: string): boolean {
  if (/\/plugins\/kubernetes\.io\/flexvolume\/.+\/mounts\/[^/]+$/.test(path)) return true;
  return command === 'expandfs' && /\/pods\/[^/]+\/volumes\/[^/]+\/[^/]+$/.test(path);
}

function optionOddities(command: string, text: string, args: readonly string[], profile: Profile): string[] {
  const options = optionsOf(text);
  if (options === undefined)
    return [`the options of ${command} are no JSON object of texts: ${text.slice(0, 80)}`];
  const odd: string[] = [];
  if (marshalOptions(options, profile) !== text)
    odd.push(
      `the options of ${command} are not written as Go writes them (keys sorted, no blanks, <>& escaped)`,
    );
  const wanted = [
    'kubernetes.io/fsType',
    'kubernetes.io/readwrite',
    ...(profile.passesVolumeName ? ['kubernetes.io/pvOrVolumeName'] : []),
    ...(command === 'mount' && profile.passesPod
      ? ['kubernetes.io/pod.uid', 'kubernetes.io/serviceAccount.name']
      : []),
  ];
  const missing = wanted.filter((key) => options[key] === undefined);
  if (missing.length > 0) odd.push(`the options of ${command} lack ${missing.join(', ')}`);
  const secret = Object.keys(options).filter((key) => key.startsWith('kubernetes.io/secret'));
  if (secret.length > 0 && command !== 'mount')
    odd.push(`${command} is given a secret (${secret.join(', ')}), which goes to mount alone`);
  const {
    'kubernetes.io/readwrite': access,
    'kubernetes.io/pvOrVolumeName': name,
    'kubernetes.io/pod.uid': uid,
  } = options;
  if (access !== undefined && access !== 'rw' && access !== 'ro')
    odd.push(`kubernetes.io/readwrite is rw or ro, not "${access}"`);
  if (command !== 'mount' || name === undefined) return odd;
  const [, ofPath, nameOfPath] = /\/pods\/([^/]+)\/volumes\/[^/]+\/([^/]+)$/.exec(args[0] ?? '') ?? [];
  if (nameOfPath !== undefined && nameOfPath !== name)
    odd.push(`the directory is of volume ${nameOfPath}, the options are of ${name}`);
  if (ofPath !== undefined && uid !== undefined && uid !== ofPath)
    odd.push(`the directory is of pod ${ofPath}, the options are of ${uid}`);
  return odd;
}
