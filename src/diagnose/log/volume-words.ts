import type { VolumeInLog } from './event.ts';

/**
 * The volume and pod in an operation's message. Releases word it three ways:
 * `for volume "data" (UniqueName: "v/d/data") pod "pod1" (UID: "...")`,
 * `for volume "v/d/data" (spec.Name: "data") pod "..." (UID: "...")`,
 * `for volume "v/d/data" (OuterVolumeSpecName: "data") pod "..."`; events say `for volume "data" :` alone.
 */
export function readVolumeWords(text: string): VolumeInLog {
  const named = /(?:for |[Vv]olume )(?:volume )?\\?"([^"\\]+)\\?"/.exec(text)?.[1];
  const unique = /\(UniqueName: \\?"([^"\\]*)\\?"\)/.exec(text)?.[1];
  const spec = /\((?:spec\.Name|OuterVolumeSpecName): \\?"([^"\\]*)\\?"\)/.exec(text)?.[1];
  const pod = /\bpod \\?"([^"\\]+)\\?"/.exec(text)?.[1];
  const uid = /\(UID: \\?"([^"\\]+)\\?"\)/.exec(text)?.[1];
  // Where a message gives the spec name apart, what it calls the volume is the unique name.
  const uniqueName = unique ?? (spec === undefined ? undefined : named);
  const name = spec ?? named;
  return {
    ...(uniqueName === undefined ? {} : { uniqueName }),
    ...(name === undefined ? {} : { name }),
    ...(pod === undefined || pod === uid ? {} : { pod }),
    ...(uid === undefined ? {} : { podUid: uid }),
  };
}

/** The driver in a unique volume name, or undefined when it names none: `flexvolume-v/d/data` is `v/d`. */
export function driverOfUniqueName(uniqueName: string): string | undefined {
  const parts = uniqueName.replace(/^flexvolume-/, '').split('/');
  return parts.length < 2 ? undefined : parts.slice(0, -1).join('/');
}
