import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CellMessage } from '../messages.ts';

const LARGEST_BYTES = 256 * 1024 * 1024;

/**
 * Sends the files of directories as a compressed archive: what is in a cell is gone with it. Mounts are not
 * entered; images are sparse and stay so.
 */
export async function keepFiles(
  directories: readonly string[],
  send: (message: CellMessage) => void,
): Promise<void> {
  const paths = directories.map((directory) => `.${directory}`);
  const tar = spawn('tar', ['-C', '/', '--one-file-system', '--sparse', '-czf', '-', ...paths], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(tar, 'close');
  let length = 0;
  for await (const piece of tar.stdout as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > LARGEST_BYTES) break;
    send({ kind: 'kept', piece: piece.toString('base64') });
  }
  await ended;
}
