import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const drivers = fileURLToPath(new URL('../../fixtures/drivers/', import.meta.url));

/** One fault, as fixtures/drivers/README.md describes it. */
export interface Fault {
  /** `mount/stacks`: its file below faults/, without the ending. */
  id: string;
  /** Ids of the requirements that must find it. */
  breaks: readonly string[];
  /** What the message of each of them has to hold, in any case of letters. */
  says: string;
  /** What to do about it, in a sentence. */
  mend: string;
  /** Requirements that cannot help failing too, and why. */
  also: Readonly<Record<string, string>>;
  /** The release on which it is one; the default otherwise. */
  kubelet?: string;
  /** The healthy driver that it changes: `sh-loop`. */
  driver: string;
  /** Functions that stay callable as `healthy_...`. */
  wraps: readonly string[];
  firstLine?: string;
  mode: number;
  /** File name of the executable. */
  name: string;
  /** Name of the `<vendor~driver>` directory. */
  directory: string;
  /** Commands for sh in that directory, once the driver lies in it. */
  after?: string;
  /** A limit that the record must tell of, in its words. */
  limit?: string;
  /** Programs that it takes. */
  needs?: readonly string[];
  /** What is wrong, in a sentence. */
  sentence: string;
  /** What is put before the healthy driver's last line. */
  text: string;
}

export function readFaults(): Fault[] {
  return readChanges('faults');
}

/** Mistakes that could hurt the harness or the machine, in the same form. */
export function readHostileDrivers(): Fault[] {
  return readChanges('hostile');
}

/** Changes that no kubelet minds. */
export function readFairDrivers(): Fault[] {
  return readChanges('fair');
}

function readChanges(directory: string): Fault[] {
  const root = join(drivers, directory);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => extname(file) !== '',
  );
  return files.sort().map((file) => parseFault(file, readFileSync(join(root, file), 'utf8')));
}

/**
 * Makes the driver with that fault below a directory.
 * @returns the `<vendor~driver>` directory
 */
export function makeFaultyDriver(fault: Fault, below: string): string {
  const directory = join(below, fault.directory);
  const file = join(directory, fault.name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, faultyText(fault));
  chmodSync(file, fault.mode);
  if (fault.after !== undefined) execFileSync('sh', ['-ec', fault.after], { cwd: directory });
  return directory;
}

/** The healthy driver's text. */
export function healthyText(driver: string): string {
  return readFileSync(join(drivers, 'healthy', `flexcert.test~${driver}`, driver), 'utf8');
}

/** The driver's text with the fault in it. */
export function faultyText(fault: Fault): string {
  let healthy = healthyText(fault.driver);
  for (const name of fault.wraps) healthy = healthy.replace(definition(name), `$1healthy_${name}(`);
  const lines = healthy.trimEnd().split('\n');
  const start = lines.pop() ?? '';
  const [first = '', ...rest] = lines;
  return [fault.firstLine ?? first, ...rest, fault.text, start, ''].join('\n');
}

/** Where a function of that name is defined, in sh or Python. */
export function definition(name: string): RegExp {
  return new RegExp(`^(def )?${name}\\(`, 'm');
}

const KEYS = [
  'breaks',
  'says',
  'limit',
  'mend',
  'also',
  'driver',
  'wraps',
  'kubelet',
  'first-line',
  'mode',
  'name',
  'directory',
  'after',
  'needs',
] as const;
type Key = (typeof KEYS)[number];

function parseFault(file: string, text: string): Fault {
  const id = file.slice(0, -extname(file).length);
  const comments = /^(?:#.*\n)*/.exec(text)?.[0] ?? '';
  const [said, sentences] = readComments(comments);
  const one = (key: Key) => said.get(key)?.at(-1);
  const driver = one('driver') ?? '';
  const [firstLine, kubelet, after, limit] = [one('first-line'), one('kubelet'), one('after'), one('limit')];
  return {
    id,
    driver,
    breaks: list(one('breaks')),
    says: one('says') ?? '',
    mend: one('mend') ?? '',
    also: Object.fromEntries((said.get('also') ?? []).map(reasoned)),
    wraps: list(one('wraps')),
    ...(one('needs') !== undefined && { needs: list(one('needs')) }),
    ...(kubelet !== undefined && { kubelet }),
    ...(limit !== undefined && { limit }),
    ...(firstLine !== undefined && { firstLine: JSON.parse(firstLine) as string }),
    mode: Number.parseInt(one('mode') ?? '0755', 8),
    name: one('name') ?? driver,
    directory: one('directory') ?? `flexcert.test~${driver}`,
    ...(after !== undefined && { after }),
    sentence: sentences.join(' '),
    text: text.slice(comments.length),
  };
}

/** @returns what was said of each key, and all else */
function readComments(comments: string): [Map<Key, string[]>, string[]] {
  const said = new Map<Key, string[]>();
  const sentences: string[] = [];
  for (const line of comments.split('\n').filter(Boolean)) {
    const [, word = '', value = ''] = /^# ([a-z-]+): (.*)$/.exec(line) ?? [];
    const key = KEYS.find((one) => one === word);
    if (key === undefined) sentences.push(line.slice(2));
    else said.set(key, [...(said.get(key) ?? []), value]);
  }
  return [said, sentences];
}

/** `mount/is-idempotent: it is mounted twice` */
function reasoned(text: string): [id: string, reason: string] {
  const [id = '', reason = ''] = text.split(/: (.*)/);
  return [id, reason];
}

function list(value = ''): string[] {
  return value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}
