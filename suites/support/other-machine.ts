import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Kubelet } from '../../src/conformance/api.ts';

/** Has mounts and a /run of its own, says so, and lasts as long as its input. */
const MACHINE = 'mount -t tmpfs tmpfs /run && echo there && exec cat';

/**
 * Another machine while something is done: what is mounted here is not seen there, nor the other way round, and
 * what drivers keep in /run is not there. Devices are the same, as where both reach one storage.
 *
 * @param during is given who calls the driver there
 */
export async function onAnotherMachine<T>(
  kubelet: Kubelet,
  during: (there: Kubelet) => Promise<T>,
): Promise<T> {
  const machine = spawn('unshare', ['--mount', '--propagation', 'private', '/bin/sh', '-c', MACHINE], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(machine, 'close');
  try {
    await Promise.race([once(machine.stdout, 'data'), gone]);
    return await during(kubelet.with({ wrap: ['nsenter', `--mount=/proc/${machine.pid}/ns/mnt`] }));
  } finally {
    machine.stdin.end();
    await gone;
  }
}
