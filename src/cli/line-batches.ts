const NEWLINE = 0x0a;

/**
 * The lines of a stream, a batch for each piece that arrives, so that many lines cost one write and a
 * line is answered as soon as it is there. Memory is bounded by the longest line.
 */
export async function* lineBatches(input: AsyncIterable<string | Buffer>): AsyncGenerator<string[]> {
  let begun: Buffer[] = [];
  for await (const chunk of input) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    const end = piece.lastIndexOf(NEWLINE);
    if (end < 0) {
      begun.push(piece);
      continue;
    }
    const complete = Buffer.concat([...begun, piece.subarray(0, end)]);
    begun = [piece.subarray(end + 1)];
    yield complete.toString('utf8').split('\n');
  }
  const rest = Buffer.concat(begun);
  if (rest.length > 0) yield [rest.toString('utf8')];
}
