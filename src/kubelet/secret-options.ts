import { byteAt } from './json/bytes.ts';
import { decodeRune, REPLACEMENT } from './json/utf8.ts';
import type { Profile } from './profile.ts';
import type { VolumeSpec } from './types.ts';

const SECRET = 'kubernetes.io/secret';

/** The secret of a volume as options: each key in base64, or in 1.2 the value of one key as it is. */
export function secretOptions({ secret = {} }: VolumeSpec, profile: Profile): Record<string, string> {
  const entries = Object.entries(secret);
  if (!profile.passesOneRawSecret) {
    return Object.fromEntries(entries.map(([key, value]) => [`${SECRET}/${key}`, base64(value)]));
  }
  // Go goes through the keys in no order, the last one wins: with several keys this is one of the chances.
  const last = entries.at(-1);
  return last === undefined ? {} : { [SECRET]: rawText(last[1]) };
}

function base64(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

/** Bytes as a string of ours: one that is no UTF-8 becomes half a surrogate pair, which is none either. */
function rawText(value: Uint8Array): string {
  let text = '';
  for (let at = 0; at < value.length; ) {
    if (byteAt(value, at) < 0x80) {
      text += String.fromCharCode(byteAt(value, at));
      at += 1;
    } else {
      const { codePoint, size } = decodeRune(value, at);
      text += codePoint === REPLACEMENT && size === 1 ? '\ud800' : String.fromCodePoint(codePoint);
      at += size;
    }
  }
  return text;
}
