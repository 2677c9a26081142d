import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReadOnly } from '../../kubelet/mounts.ts';
import { type MountEntry, readMountTable } from '../../sandbox/mount-table.ts';
import type { Mount, Node, WrittenFile } from '../test-api/node.ts';
import { broken } from './expectation.ts';
import { filesBelow } from './files.ts';
import { loopDevices } from './loops.ts';
import type { Own } from './own.ts';
import { leftProcesses, watchProcesses } from './processes.ts';

export interface NodeParts {
  name: string;
  scratch: string;
  /** Paths written since the cell began, outside what may be written. */
  changedFiles: () => WrittenFile[];
  /** Paths written since the cell began, wherever. */
  written: () => string[];
  /** Programs that the node runs see this environment. */
  env: Readonly<Record<string, string>>;
  reboot: () => Promise<void>;
  own: Own;
}

const DATA = 'data';

/** What can be seen of the node from inside its cell. */
export function cellNode({ name, scratch, changedFiles, written, env, reboot, own }: NodeParts): Node {
  const mounts = () => own.mounts(readMountTable()).map(mountOf);
  const loops = () => [...loopDevices(own)];
  return {
    name,
    scratch,
    mounts,
    mountsAt: (dir) => mounts().filter(({ mountPoint }) => mountPoint === dir),
    mountsBelow: (dir) => mounts().filter(({ mountPoint }) => `${mountPoint}/`.startsWith(`${dir}/`)),
    loops,
    loopsOf: (image) => loops().filter((loop) => loop.image === image),
    processes: () => leftProcesses(own),
    snapshot: () => {
      const written = changedFiles();
      const files = written.map(({ path }) => path);
      return { mounts: mounts(), loops: loops(), processes: leftProcesses(own), files, written };
    },
    written,
    files: filesBelow,
    write: (dir, content, file = DATA) => writeThere(join(dir, file), content),
    read: (dir, file = DATA) => readIfThere(join(dir, file)),
    run: async (program, ...args) => {
      // Most cells run no program of ours, and each would have to read the library.
      const { execa } = await import('execa');
      const ran = await execa(program, args, {
        reject: false,
        stdin: 'ignore',
        env: { ...env },
        extendEnv: false,
      });
      return { code: ran.exitCode ?? 127, stdout: ran.stdout, stderr: ran.stderr };
    },
    watch: watchProcesses,
    reboot,
  };
}

function mountOf(entry: MountEntry): Mount {
  const { mountPoint, fsType, source, root, device, optional } = entry;
  return { mountPoint, fsType, source, root, device, readOnly: isReadOnly(entry), propagation: optional };
}

/** That it cannot be written is what the driver made of it. */
function writeThere(path: string, content: string | Uint8Array): string {
  try {
    return writeSynced(path, content);
  } catch (error) {
    broken(`${path} to be written`, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

function writeSynced(path: string, content: string | Uint8Array): string {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return path;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
