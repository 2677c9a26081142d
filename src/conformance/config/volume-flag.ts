import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { UsageError } from '../../errors.ts';

/**
 * A volume template on the command line: a YAML map, a file that holds one, or `key=value` pairs with commas
 * where an option reads `options.image={{image}}`.
 *
 * @returns what `volumes` of flexcert.yaml would hold
 */
export function volumeOfFlag(text: string): unknown {
  if (text.trimStart().startsWith('{') && !text.trimStart().startsWith('{{'))
    return parseYaml(text, '--volume');
  if (existsSync(text)) return parseYaml(readFileSync(text, 'utf8'), text);
  const template: Record<string, unknown> = {};
  for (const pair of text.split(',')) {
    const [key, value] = splitPair(pair, '--volume');
    const [top, below] = key.split(/\.(.*)/s);
    if (below === undefined) template[key] = key === 'readOnly' ? value === 'true' : value;
    else template[top as string] = { ...(template[top as string] as object), [below]: value };
  }
  return template;
}

/** `key=value`, where the value may hold anything. @throws UsageError without a `=` */
export function splitPair(text: string, flag: string): [key: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(
    `${flag}: "${text}" is no key=value. For example: ${flag} ${EXAMPLES[flag] ?? 'key=value'}`,
  );
}

const EXAMPLES: Record<string, string> = {
  '--volume': '\'{fsType: ext4, options: {image: "{{image}}"}}\'',
  '--option': "'image={{image}}'",
  '--secret': 'username=admin',
};

function parseYaml(text: string, where: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(`${where}: ${(error as Error).message.split('\n')[0]}`);
  }
}
