import { readSync } from 'node:fs';

export interface Line {
  text: string;
  /** Offset in bytes of its first byte, and of that behind its last, the newline not counted. */
  from: number;
  to: number;
}

const PIECE = 256 * 1024;

/** The lines of an open file, read piece by piece. */
export function* fileLines(file: number): Generator<Line> {
  let [waiting, at] = [[] as Buffer[], 0];
  for (const piece of filePieces(file)) {
    let start = 0;
    for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, start)) {
      const bytes = Buffer.concat([...waiting, piece.subarray(start, end)]);
      yield { text: bytes.toString(), from: at, to: at + bytes.length };
      waiting = [];
      at += bytes.length + 1;
      start = end + 1;
    }
    if (start < piece.length) waiting.push(Buffer.from(piece.subarray(start)));
  }
  const bytes = Buffer.concat(waiting);
  if (bytes.length > 0) yield { text: bytes.toString(), from: at, to: at + bytes.length };
}

/** The bytes of an open file from its beginning. A piece is good until the next is asked for. */
export function* filePieces(file: number): Generator<Buffer> {
  const piece = Buffer.allocUnsafe(PIECE);
  for (let at = 0; ; ) {
    const count = readSync(file, piece, 0, piece.length, at);
    if (count === 0) return;
    at += count;
    yield piece.subarray(0, count);
  }
}
