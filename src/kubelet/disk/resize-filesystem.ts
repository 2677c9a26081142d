import { HarnessError } from '../../errors.ts';
import { hasCapability } from '../../sandbox/capabilities.ts';
import { KubeletError, textOf } from '../kubelet-error.ts';
import { diskFormat } from './disk-format.ts';
import { runKnownTool, type ToolEnd } from './tool.ts';

/** capabilities(7): what the kernel asks for before it grows a mounted ext filesystem. */
const CAP_SYS_RESOURCE = 24;

/**
 * The kubelet's default for expandfs: grows the filesystem to its device. A blank device is done already.
 * @throws KubeletError in the kubelet's words; HarnessError when it is this machine that cannot
 */
export async function resizeFilesystem(device: string, path: string): Promise<void> {
  const format = await formatOf(device);
  switch (format) {
    case '':
      return;
    case 'ext3':
    case 'ext4':
      return check('resize2fs', device, await runKnownTool('resize2fs', device));
    case 'xfs':
      return check('xfs_growfs', path, await runKnownTool('xfs_growfs', '-d', path));
    default:
      throw new KubeletError(
        `ResizeFS.Resize - resize of format ${format} is not supported for device ${device} mounted at ${path}`,
      );
  }
}

async function formatOf(device: string): Promise<string> {
  try {
    return await diskFormat(device);
  } catch (error) {
    if (!(error instanceof KubeletError)) throw error;
    throw new KubeletError(`ResizeFS.Resize - error checking format for device ${device}: ${textOf(error)}`);
  }
}

function check(tool: string, what: string, { error, output }: ToolEnd): void {
  if (error === undefined) return;
  if (
    tool === 'resize2fs' &&
    /permission denied to resize/i.test(output) &&
    !hasCapability(CAP_SYS_RESOURCE)
  ) {
    throw new HarnessError(
      `a mounted ext filesystem cannot be grown here: this process lacks CAP_SYS_RESOURCE, which the kernel asks for. Run where it is allowed (docker run --cap-add SYS_RESOURCE), or use xfs`,
    );
  }
  throw new KubeletError(`resize of device ${what} failed: ${error}. ${tool} output: ${output}`);
}
