import { KubeletError } from '../kubelet-error.ts';
import { runKnownTool } from './tool.ts';

/**
 * Mounts with mount(8).
 * @throws KubeletError in the kubelet's words
 */
export async function mount(
  source: string,
  target: string,
  fsType: string,
  options: readonly string[],
): Promise<void> {
  const type = fsType === '' ? [] : ['-t', fsType];
  const how = options.length === 0 ? [] : ['-o', options.join(',')];
  const args = [...type, ...how, source, target];
  const { error, output } = await runKnownTool('mount', ...args);
  if (error === undefined) return;
  throw new KubeletError(
    `mount failed: ${error}\nMounting command: mount\nMounting arguments: ${args.join(' ')}\nOutput: ${output}`,
  );
}

/**
 * Shows a directory at another place as well; whether the volume is read-only is not looked at. The second step is
 * the kubelet's own way to apply further options, of which there are none.
 * @throws KubeletError
 */
export async function bindMount(source: string, target: string): Promise<void> {
  await mount(source, target, 'auto', ['bind']);
  await mount(source, target, 'auto', ['bind', 'remount']);
}

/**
 * Takes the topmost mount off a path.
 * @throws KubeletError in the kubelet's words
 */
export async function unmountPath(path: string): Promise<void> {
  const { error, output } = await runKnownTool('umount', path);
  if (error === undefined) return;
  throw new KubeletError(`unmount failed: ${error}\nUnmounting arguments: ${path}\nOutput: ${output}`);
}
