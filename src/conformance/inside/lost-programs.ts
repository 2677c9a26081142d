import { findTool } from '../../diagnose/machine/find-tool.ts';
import { toolPath } from '../../sandbox/tool.ts';

/** What a cell's own program runs. */
const USED = ['mkfifo', 'mount', 'umount', 'losetup'];

/**
 * Remembers which programs the node has. @returns which of them are gone since: a driver that covers /usr takes them
 * from a kubelet as well, and what then becomes of a requirement is its doing.
 */
export function watchPrograms(): () => string[] {
  const there = (): string[] => USED.filter((name) => findTool(name, toolPath()) !== undefined);
  const before = there();
  return () => {
    const now = there();
    return before.filter((name) => !now.includes(name));
  };
}
