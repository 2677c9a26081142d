import { UsageError } from '../../errors.ts';
import { marshalOptions, mountOptions, volumeOptions } from '../../kubelet/options.ts';
import { COMMANDS, type Command } from '../../kubelet/types.ts';
import { argumentsOf, type Circumstances, podDirOf } from '../inside/arguments.ts';
import type { TestVolume } from '../test-api/volume.ts';

/**
 * A command with the arguments that a kubelet of the release gives it; one that is not of the protocol stands alone.
 * @throws UsageError when such a kubelet has no arguments for it
 */
export function filledIn(command: string, volume: TestVolume, about: Circumstances): string[] {
  const known = COMMANDS.find((one) => one === command);
  if (known === undefined) return [command];
  return about.profile.speaksTodaysCalls
    ? argumentsOf(known, volume, about)
    : legacyArguments(known, volume, about);
}

/** Before 1.6. docs/kubelet.md, "Arguments". */
function legacyArguments(command: Command, volume: TestVolume, about: Circumstances): string[] {
  const { profile, pod, device, root } = about;
  if (pod === undefined) throw new TypeError('a pod is always made');
  const withSecrets = marshalOptions(mountOptions(volume.spec, pod, profile), profile);
  const dir = podDirOf(volume, pod, root);
  switch (command) {
    case 'init':
      return [command];
    case 'attach':
      return [
        command,
        profile.passesSecretsOnAttach
          ? withSecrets
          : marshalOptions(volumeOptions(volume.spec, profile), profile),
      ];
    case 'detach':
      return [command, device];
    case 'mount':
      return [command, dir, device, withSecrets];
    case 'unmount':
      return [command, dir];
    default:
      throw new UsageError(
        `kubelet ${profile.release} has no call ${command}: give its arguments yourself, or play 1.6 or newer with --kubelet`,
      );
  }
}
