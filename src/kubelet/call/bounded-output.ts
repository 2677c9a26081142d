/** What a driver wrote: all of it, or its head and its tail when it was more than we keep. */
export interface KeptOutput {
  output: Buffer;
  /** Bytes that were really written. */
  outputBytes: number;
  /** Offset in `output` where bytes were left out. */
  cutAt?: number;
}

/** Small enough to come from Node's pool: an allocation of its own costs a good part of a call. */
const FIRST_ALLOCATION = 1024;
const EMPTY: Buffer = Buffer.alloc(0);

/** Takes bytes in without end, and keeps no more than a limit of them: the first half and the last. */
export class BoundedOutput {
  private head: Buffer = EMPTY;
  private headLength = 0;
  private tail: Buffer = EMPTY;
  /** Bytes ever given to the tail; it is a ring once it has grown to its limit. */
  private tailBytes = 0;
  private readonly headLimit: number;
  private readonly tailLimit: number;

  /** @param limit bytes, at least 2 */
  constructor(limit: number) {
    this.tailLimit = Math.max(1, Math.floor(limit / 2));
    this.headLimit = Math.max(1, limit - this.tailLimit);
  }

  /** Copies, so that the caller may use its buffer again. */
  add(bytes: Uint8Array): void {
    const forHead = Math.min(bytes.length, this.headLimit - this.headLength);
    if (forHead > 0) {
      this.head = grown(this.head, this.headLength, this.headLength + forHead, this.headLimit);
      this.head.set(bytes.subarray(0, forHead), this.headLength);
      this.headLength += forHead;
    }
    if (forHead < bytes.length) this.addToTail(bytes.subarray(forHead));
  }

  kept(): KeptOutput {
    const head = this.head.subarray(0, this.headLength);
    const outputBytes = this.headLength + this.tailBytes;
    if (this.tailBytes === 0) return { output: head, outputBytes };
    if (this.tailBytes <= this.tailLimit) {
      return { output: Buffer.concat([head, this.tail.subarray(0, this.tailBytes)]), outputBytes };
    }
    const oldest = this.tailBytes % this.tailLimit;
    const output = Buffer.concat([head, this.tail.subarray(oldest), this.tail.subarray(0, oldest)]);
    return { output, outputBytes, cutAt: this.headLength };
  }

  private addToTail(bytes: Uint8Array): void {
    const wanted = Math.min(this.tailLimit, this.tailBytes + bytes.length);
    if (this.tail.length < wanted) {
      this.tail = grown(this.tail, Math.min(this.tailBytes, this.tail.length), wanted, this.tailLimit);
    }
    // Of more than a whole ring, only the last ring's worth would survive anyway.
    const skipped = Math.max(0, bytes.length - this.tailLimit);
    const last = bytes.subarray(skipped);
    const at = (this.tailBytes + skipped) % this.tailLimit;
    const untilEnd = Math.min(last.length, this.tailLimit - at);
    this.tail.set(last.subarray(0, untilEnd), at);
    this.tail.set(last.subarray(untilEnd), 0);
    this.tailBytes += bytes.length;
  }
}

/** A buffer of at least `wanted` bytes with the first `used` of the old one: doubled, so that copying stays linear. */
function grown(old: Buffer, used: number, wanted: number, limit: number): Buffer {
  if (old.length >= wanted) return old;
  const size = Math.min(limit, Math.max(wanted, old.length * 2, FIRST_ALLOCATION));
  const bigger = Buffer.allocUnsafe(size);
  old.copy(bigger, 0, 0, used);
  return bigger;
}

/** What is left of an output when less of it is to be kept: again the first half and the last. */
export function trimmed(kept: KeptOutput, limit: number): KeptOutput {
  const { output, outputBytes } = kept;
  if (output.length <= limit) return kept;
  const tail = Math.floor(limit / 2);
  const head = limit - tail;
  const ends = [output.subarray(0, head), output.subarray(output.length - tail)];
  return { output: Buffer.concat(ends), outputBytes, cutAt: head };
}
