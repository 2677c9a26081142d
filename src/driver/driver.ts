import { type Answer, failure, notSupported, print } from './answer.ts';
import { attach, isattached, waitforattach } from './commands/attach.ts';
import { detach } from './commands/detach.ts';
import { expandfs, expandvolume } from './commands/expand.ts';
import { getvolumename } from './commands/getvolumename.ts';
import { init } from './commands/init.ts';
import { mount } from './commands/mount.ts';
import { mountdevice } from './commands/mountdevice.ts';
import { unmount, unmountdevice } from './commands/unmount.ts';
import { Trouble } from './trouble.ts';

/** What a kubelet calls, with the arguments that the command needs; a newer kubelet may give more. */
const COMMANDS: Readonly<Record<string, (...args: string[]) => Answer>> = {
  init,
  getvolumename,
  attach,
  waitforattach,
  isattached,
  mountdevice,
  mount,
  unmount,
  unmountdevice,
  detach,
  expandvolume,
  expandfs,
};

/**
 * Serves one call.
 * @param argv what follows the driver's own path
 * @returns the exit code
 */
export function serve(argv: readonly string[]): number {
  return print(answer(argv));
}

function answer([name, ...args]: readonly string[]): Answer {
  if (name === undefined) return failure('no command was given: a kubelet gives one, such as init');
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return notSupported('this driver does not know the command');
  if (args.length < command.length) {
    return failure(
      `${name} needs ${command.length} arguments and got ${args.length}: see docs/reference-driver.md`,
    );
  }
  try {
    return command(...args);
  } catch (error) {
    return failure(told(error));
  }
}

/** Anything but Trouble is unforeseen; its message is all that fits an answer. */
function told(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  return `unforeseen: ${error instanceof Error ? error.message : String(error)}`;
}
