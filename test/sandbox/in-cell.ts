import { openCell } from '../../src/sandbox/cell.ts';
import type { CellEnd, CellOptions } from '../../src/sandbox/types.ts';

/** What a shell command in a cell came to. */
export interface Ran {
  command: string;
  stdout: string;
  stderr: string;
  code: number | string;
}

const shell = new URL('./programs/shell.mjs', import.meta.url);

/** Runs shell commands in a cell of their own. */
export async function inCell(
  commands: readonly string[],
  options: Partial<CellOptions> = {},
): Promise<{ ran: Ran[]; end: CellEnd }> {
  const ran: Ran[] = [];
  const end = await openCell({
    program: shell,
    input: { commands },
    onMessage: (message) => ran.push(message as Ran),
    ...options,
  });
  return { ran, end };
}

/** Runs one shell command in a cell. @returns what it printed, trimmed */
export async function outputInCell(command: string, options: Partial<CellOptions> = {}): Promise<string> {
  const { ran } = await inCell([command], options);
  if (ran[0]?.code !== 0) throw new Error(`${command}: ${ran[0]?.stderr ?? 'it never ran'}`);
  return ran[0].stdout.trim();
}
