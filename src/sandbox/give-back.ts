import { unlinkSync } from 'node:fs';
import { removeCgroup } from './cgroup.ts';
import { detachLoops, loopsOver } from './loop-devices.ts';
import { isRunning } from './process-identity.ts';
import { safeRemove } from './safe-remove.ts';
import { shellWord } from './shell-words.ts';
import type { Leak, LedgerEntry } from './types.ts';
import { unmountAt, unmountDevice } from './unmount.ts';

const KILL_TRIES = 250;
const KILL_PAUSE_MS = 20;

/**
 * Gives one thing back and looks whether it is gone. Things that are gone already, or that were written
 * down and never made, are no leak.
 * @returns what stays and how to mend it
 */
export async function giveBack(entry: LedgerEntry): Promise<Leak | undefined> {
  switch (entry.kind) {
    case 'file':
      return unlink(entry.path);
    case 'directory':
      return safeRemove(entry.path);
    case 'mount':
      return unmount(entry.path);
    case 'loop':
      return detach(entry.image);
    case 'process':
      return end(entry.pid, entry.startTime);
    case 'cgroup':
      return leave(entry.path);
  }
}

function unlink(path: string): Leak | undefined {
  try {
    unlinkSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      return {
        kind: 'file',
        what: `${path} (${code})`,
        mend: [`chattr -i ${shellWord(path)}`, `rm ${shellWord(path)}`],
      };
    }
  }
  return undefined;
}

async function unmount(path: string): Promise<Leak | undefined> {
  const said = await unmountAt(path);
  if (said === undefined) return undefined;
  return {
    kind: 'mount',
    what: `${path} (${said})`,
    mend: [`fuser --verbose --mount ${shellWord(path)}`, `umount --lazy ${shellWord(path)}`],
  };
}

/** Whatever is mounted from a device over that image is a driver's doing, and keeps the device. */
async function detach(image: string): Promise<Leak | undefined> {
  const numbers = loopsOver(image);
  for (const number of numbers) await unmountDevice(number);
  const stuck = await detachLoops(numbers);
  if (stuck.size === 0) return undefined;
  const devices = [...stuck.keys()].map((number) => `/dev/loop${number}`);
  return {
    kind: 'loop',
    what: `${devices.join(', ')} over ${image} (${[...stuck.values()].join('; ')})`,
    mend: devices.flatMap((device) => [`grep ${device} /proc/*/mountinfo`, `losetup --detach ${device}`]),
  };
}

async function end(pid: number, startTime: string): Promise<Leak | undefined> {
  for (let attempt = 0; attempt < KILL_TRIES; attempt++) {
    if (!isRunning(pid, startTime)) return undefined;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, KILL_PAUSE_MS));
  }
  return {
    kind: 'process',
    what: `process ${pid} does not end`,
    mend: [`cat /proc/${pid}/stack`, `kill -KILL ${pid}`],
  };
}

async function leave(path: string): Promise<Leak | undefined> {
  const pids = await removeCgroup(path);
  if (pids.length === 0) return undefined;
  return {
    kind: 'process',
    what: `processes ${pids.join(', ')} in ${path} do not end`,
    mend: [`kill -KILL ${pids.join(' ')}`, `rmdir ${shellWord(path)}`],
  };
}
