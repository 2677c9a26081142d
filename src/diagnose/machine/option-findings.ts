import type { Finding } from './finding.ts';
import { readHead, readInterpreterLine } from './script-head.ts';

/** A longer file is no script that a person wrote. */
const LONGEST_SCRIPT = 1 << 20;

/**
 * Options of a volume of which the script never speaks, though it speaks of one that is nearly called so.
 * The keys of the kubelet itself are left alone.
 *
 * @param args of one call; the options are the JSON object among them
 */
export function optionFindings(path: string, args: readonly string[]): Finding[] {
  const keys = keysOf(args).filter((key) => !key.startsWith('kubernetes.io/'));
  if (keys.length === 0) return [];
  const text = scriptAt(path);
  if (text === undefined) return [];
  const words = new Map([...text.matchAll(/[A-Za-z][\w.-]*\w/g)].map(([word]) => [likeness(word), word]));
  return keys.flatMap((option) => {
    const similar = text.includes(option) ? undefined : words.get(likeness(option));
    return similar === undefined ? [] : [{ fact: 'option-not-read', path, option, similar }];
  });
}

/** `mountoptions`, `mountOptions`, `mount-options` and `mount_option` are alike. */
function likeness(word: string): string {
  return word
    .toLowerCase()
    .replace(/[-_.]/g, '')
    .replace(/(?<=...)s$/, '');
}

function keysOf(args: readonly string[]): string[] {
  try {
    const options = JSON.parse(args.find((arg) => arg.startsWith('{')) ?? '{}') as unknown;
    return typeof options === 'object' && options !== null ? Object.keys(options) : [];
  } catch {
    return [];
  }
}

function scriptAt(path: string): string | undefined {
  try {
    const bytes = readHead(path, LONGEST_SCRIPT);
    return readInterpreterLine(bytes) === undefined ? undefined : bytes.toString('latin1');
  } catch {
    return undefined;
  }
}
