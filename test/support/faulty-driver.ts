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
  /** The healthy driver that it changes: `sh-loop`. */
  driver: string;
  /** Functions that stay callable as `healthy_...`. */
  wraps: readonly string[];
  firstLine?: string;
  mode: number;
  /** File name of the executable. */
  name: string;
  /** What is wrong, in a sentence. */
  sentence: string;
  /** What is put before the healthy driver's last line. */
  text: string;
}

export function readFaults(): Fault[] {
  const root = join(drivers, 'faults');
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
  const directory = join(below, `flexcert.test~${fault.driver}`);
  const file = join(directory, fault.name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, faultyText(fault));
  chmodSync(file, fault.mode);
  return directory;
}

/** The healthy driver's text. */
export function healthyText(driver: string): string {
  return readFileSync(join(drivers, 'healthy', `flexcert.test~${driver}`, driver), 'utf8');
}

function faultyText(fault: Fault): string {
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

function parseFault(file: string, text: string): Fault {
  const id = file.slice(0, -extname(file).length);
  const comments = /^(?:#.*\n)*/.exec(text)?.[0] ?? '';
  const keys = new Map<string, string>();
  const sentences: string[] = [];
  for (const line of comments.split('\n').filter(Boolean)) {
    const [, key, value] = /^# (breaks|driver|wraps|first-line|mode|name): (.*)$/.exec(line) ?? [];
    if (key) keys.set(key, value ?? '');
    else sentences.push(line.slice(2));
  }
  const driver = keys.get('driver') ?? '';
  const firstLine = keys.get('first-line');
  return {
    id,
    driver,
    breaks: list(keys.get('breaks')),
    wraps: list(keys.get('wraps')),
    ...(firstLine !== undefined && { firstLine: JSON.parse(firstLine) as string }),
    mode: Number.parseInt(keys.get('mode') ?? '0755', 8),
    name: keys.get('name') ?? driver,
    sentence: sentences.join(' '),
    text: text.slice(comments.length),
  };
}

function list(value = ''): string[] {
  return value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}
