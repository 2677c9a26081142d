import { createServer } from 'node:net';
import { stateDirectory } from './state-directory.ts';

/**
 * One process cleans at a time: between two, the one that comes late could detach a loop device that a new
 * run has been given. A socket's name in the abstract namespace is a lock that no death leaves behind.
 * @returns what lets go of it, undefined when another process holds it
 */
export function cleanLock(): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(`\0flexcert-clean:${stateDirectory()}`, () => resolve(() => server.close()));
    server.unref();
  });
}
