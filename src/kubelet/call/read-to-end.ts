import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import type { BoundedOutput } from './bounded-output.ts';

/** Filled and emptied within one turn of the event loop, so that every call can share it. */
const readBuffer = Buffer.allocUnsafe(1 << 16);

/** Reads a pipe until nobody has it open for writing. Closes it at the end, or when told to stop. */
export function readToEnd(read: number, into: BoundedOutput): { ended: Promise<void>; stop(): void } {
  const options: SocketConstructorOpts & { onread: OnReadOpts } = {
    fd: read,
    readable: true,
    writable: false,
    onread: {
      buffer: readBuffer,
      callback: (count, buffer) => {
        into.add(buffer.subarray(0, count));
        return true;
      },
    },
  };
  const socket = new Socket(options);
  const ended = new Promise<void>((resolve) => {
    socket.once('end', resolve);
    socket.once('error', () => resolve());
  });
  socket.resume();
  return { ended, stop: () => socket.destroy() };
}
