import { colorOf, columnsOf } from './terminal.ts';

/** How a report of ours is to look on a stream. */
export function pageFor(stream: NodeJS.WriteStream): { color: boolean; width: number } {
  return { color: colorOf(stream), width: columnsOf(stream) };
}
