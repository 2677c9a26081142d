import { KubeletError } from '../kubelet-error.ts';
import { runKnownTool } from './tool.ts';

/** What the kubelet calls a device with a partition table; it is no filesystem, so it is never formatted. */
const PARTITIONS = 'unknown data, probably partitions';
/** Looks at the device itself, not at what was found before. */
const QUESTION = ['-p', '-s', 'TYPE', '-s', 'PTTYPE', '-o', 'export'];
/** blkid's exit code for a device on which it finds nothing. */
const NOTHING_FOUND = 2;

/**
 * The filesystem on a device as the kubelet finds it out, with blkid.
 * @returns '' for a blank device
 * @throws KubeletError in the kubelet's words
 */
export async function diskFormat(device: string): Promise<string> {
  const { error, code, output } = await runKnownTool('blkid', ...QUESTION, device);
  if (code === NOTHING_FOUND) return '';
  if (error !== undefined) throw new KubeletError(error);
  const found = new Map<string, string>();
  for (const line of output.split('\n').filter((text) => text !== '')) {
    const [key, value, ...rest] = line.split('=');
    if (key === undefined || value === undefined || rest.length > 0) {
      throw new KubeletError(`blkid returns invalid output: ${output}`);
    }
    found.set(key, value);
  }
  return found.get('PTTYPE') ? PARTITIONS : (found.get('TYPE') ?? '');
}
