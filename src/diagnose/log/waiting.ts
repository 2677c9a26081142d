import type { VolumeInLog } from './event.ts';

/**
 * The event of a pod whose volumes did not come in time, which kubelets of before 1.8 sent twice, once as the
 * reason of a pod that could not be synced.
 */
export function readWaiting(text: string): { volume: VolumeInLog; error: string } | undefined {
  const found = /\b[Uu]nable to (?:attach or )?mount volumes.*|\btimeout expired waiting for volumes.*/s.exec(
    text,
  );
  if (found === null) return undefined;
  const [error] = found;
  const pod = /\bpod "([^"_/]+)(?:_[^"]*)?"(?:\/"([^"]+)")?/.exec(error);
  const uid = /\(([0-9a-f-]{36})\)/.exec(error)?.[1];
  const volumes = /unmounted volumes=\[([^\]\s]+)\]/.exec(error)?.[1];
  const name = pod?.[2] ?? pod?.[1];
  return {
    // Both texts end in the same words; what stands before them names the pod once more.
    error: error.replace(/^.*?(?=timeout expired waiting for volumes)/s, ''),
    volume: {
      ...(volumes === undefined ? {} : { name: volumes }),
      ...(name === undefined ? {} : { pod: name }),
      ...(uid === undefined || name !== undefined ? {} : { podUid: uid }),
    },
  };
}
