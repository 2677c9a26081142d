import type { CallBlock, CallData } from '../call-data.ts';
import { all } from './dom.ts';

const unpacked = new Map<number, Promise<CallBlock>>();

/** The calls of one result. Its block is unpacked when the first of its results is asked for. */
export async function callsAt(block: number, index: number): Promise<CallData[]> {
  return (await blockAt(block))[index] ?? [];
}

/** How many blocks there are, for a search through all. */
export function blockCount(): number {
  return all('script.block').length;
}

export function blockAt(block: number): Promise<CallBlock> {
  let known = unpacked.get(block);
  if (known === undefined) {
    known = unpack(document.querySelector(`script.block[data-block="${block}"]`)?.textContent ?? '');
    unpacked.set(block, known);
  }
  return known;
}

async function unpack(base64: string): Promise<CallBlock> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return (await new Response(stream).json()) as CallBlock;
}
