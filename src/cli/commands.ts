import type { CommandEntry } from './command.ts';

/** Every command, in the order of `--help`. A command's own module is loaded only when it is used. */
export const COMMAND_ENTRIES: readonly CommandEntry[] = [
  {
    name: 'explain',
    usage: 'explain [file]',
    summary: "what the kubelet concludes from a driver's answer, and why",
    load: async () => (await import('./explain.ts')).command,
  },
];
