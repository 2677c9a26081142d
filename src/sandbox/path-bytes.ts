/**
 * Paths are bytes to the kernel and strings to us. A byte that is no UTF-8 becomes one lone surrogate,
 * U+DC80 to U+DCFF, so that nothing is lost, equal paths stay equal and the bytes come back.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LOW = 0xdc00;
const LONE_SURROGATE = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

/** Reads a path's bytes; never fails. */
export function pathFromBytes(bytes: Uint8Array): string {
  return decode(bytes) ?? decodeBytewise(bytes);
}

/** The bytes that `pathFromBytes` read: what to hand to `node:fs` when a path may hold odd bytes. */
export function pathToBytes(path: string): Buffer {
  if (!LONE_SURROGATE.test(path)) return Buffer.from(path);
  const parts = Array.from(path, (character) => {
    const code = character.charCodeAt(0);
    const isByte = character.length === 1 && code >= LOW + 0x80 && code <= LOW + 0xff;
    return isByte ? Buffer.of(code - LOW) : Buffer.from(character);
  });
  return Buffer.concat(parts);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeBytewise(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const character = at + length <= bytes.length ? decode(bytes.subarray(at, at + length)) : undefined;
    text += character ?? String.fromCharCode(LOW + lead);
    at += character === undefined ? 1 : length;
  }
  return text;
}
