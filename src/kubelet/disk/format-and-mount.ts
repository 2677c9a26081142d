import { goQuote } from '../go-quote.ts';
import { KubeletError, textOf } from '../kubelet-error.ts';
import { diskFormat } from './disk-format.ts';
import { mount } from './mount.ts';
import { runTool } from './tool.ts';

/** fsck's exit code for errors that it left. */
const UNCORRECTED = 4;

/**
 * The kubelet's default for mountdevice: formats a blank device, checks one that has a filesystem, mounts it.
 * docs/kubelet.md, "What the kubelet does for a command that is Not supported".
 * @param fsType '' means ext4
 * @throws KubeletError in the kubelet's words; HarnessError when this machine lacks a tool
 */
export async function formatAndMount(
  device: string,
  target: string,
  fsType: string,
  readOnly: boolean,
): Promise<void> {
  const type = fsType === '' ? 'ext4' : fsType;
  const options = [readOnly ? 'ro' : 'rw', 'defaults'];
  const format = await formatOf(device);
  if (format === '' && readOnly) {
    throw new KubeletError(
      `cannot mount unformatted disk ${device} as we are manipulating it in read-only mode`,
    );
  }
  if (format === '') await makeFilesystem(device, type, target, options);
  else if (!readOnly) await checkFilesystem(device);
  await mount(device, target, type, options);
}

async function formatOf(device: string): Promise<string> {
  try {
    return await diskFormat(device);
  } catch (error) {
    if (!(error instanceof KubeletError)) throw error;
    throw new KubeletError(`failed to get disk format of disk ${device}: ${textOf(error)}`);
  }
}

async function makeFilesystem(
  device: string,
  type: string,
  target: string,
  options: readonly string[],
): Promise<void> {
  const end = await runTool(`mkfs.${type}`, ...formatFlags(type), device);
  const error = end === undefined ? 'executable file not found in $PATH' : end.error;
  if (error === undefined) return;
  const how = `type:(${goQuote(type)}) target:(${goQuote(target)}) options:(${goQuote(options.join(','))})`;
  throw new KubeletError(
    `format of disk ${goQuote(device)} failed: ${how} errcode:(${error}) output:(${end?.output ?? ''}) `,
  );
}

/** Without blocks kept for root, and without asking. Newer releases give xfs `-f`, which a blank device does not need. */
function formatFlags(type: string): string[] {
  return type === 'ext3' || type === 'ext4' ? ['-F', '-m0'] : [];
}

async function checkFilesystem(device: string): Promise<void> {
  const end = await runTool('fsck', '-a', device);
  // Without fsck, or with any other complaint of it, the kubelet goes on.
  if (end?.code !== UNCORRECTED) return;
  throw new KubeletError(`'fsck' found errors on device ${device} but could not correct them: ${end.output}`);
}
