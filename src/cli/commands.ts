import type { CommandEntry } from './command.ts';

/** Every command, in the order of `--help`. A command's own module is loaded only when it is used. */
export const COMMAND_ENTRIES: readonly CommandEntry[] = [];
