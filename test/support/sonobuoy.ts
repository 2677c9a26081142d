import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isAbsolute, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { create, extract } from 'tar';
import { parse } from 'yaml';

/**
 * A stand-in for the worker that runs beside a plugin's container, by the contract of Sonobuoy 0.57: it waits for the
 * done file, looks again after a delay, and hands over what the file names. Its second is ours in milliseconds.
 */
export class StandInWorker {
  /** Bodies of the posts to /progress, in order. */
  readonly progress: Record<string, unknown>[] = [];
  /** What lay in the results folder, with sizes, at the moment when the done file was first seen. */
  seen: string[] = [];
  readonly #results: string;
  readonly #server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const ours = request.method === 'POST' && request.url === '/progress';
      if (ours) this.progress.push(JSON.parse(Buffer.concat(pieces).toString()) as Record<string, unknown>);
      response.writeHead(ours ? 200 : 404).end();
    });
  });

  constructor(results: string) {
    this.#results = results;
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, 'localhost', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
  }

  /** @returns the file that is sent to the aggregator: a folder is packed first */
  async handedOver(signal: AbortSignal): Promise<string> {
    const done = join(this.#results, 'done');
    for (;;) {
      signal.throwIfAborted();
      if (existsSync(done)) break;
      await sleep(1);
    }
    const named = readFileSync(done, 'utf8').trim();
    this.seen = filesOf(this.#results);
    await sleep(5);
    if (!existsSync(done)) throw new Error('the done file is gone again');
    if (!isAbsolute(named)) throw new Error(`the done file must hold an absolute path, and holds ${named}`);
    if (!statSync(named).isDirectory()) return named;
    const packed = join(this.#results, 'results.tar.gz');
    await create({ file: packed, gzip: true, cwd: named }, ['.']);
    return packed;
  }
}

/** Every file below a folder with its size, sorted. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => `${relative(folder, path)} ${statSync(path).size}`)
    .sort();
}

/** Where the aggregator unpacks what a node's worker sent. */
export async function aggregate(
  snapshot: string,
  plugin: string,
  node: string,
  packed: string,
): Promise<string> {
  const folder = join(snapshot, 'plugins', plugin, 'results', node);
  await mkdir(folder, { recursive: true });
  await extract({ file: packed, cwd: folder });
  return folder;
}

/** The tarball that `sonobuoy retrieve` fetches. */
export async function retrieve(snapshot: string, file: string): Promise<void> {
  await create({ file, gzip: true, cwd: snapshot }, readdirSync(snapshot));
}

export interface Item {
  name: string;
  status: string;
  meta?: Record<string, string>;
  details?: Record<string, unknown>;
  items?: Item[];
}

/** Their post-processing of format `manual` for a DaemonSet: every sonobuoy_results.yaml below a node's folder. */
export function postProcess(snapshot: string, plugin: string): Item {
  const results = join(snapshot, 'plugins', plugin, 'results');
  const nodes = readdirSync(results).map((node): Item => {
    const files = readdirSync(join(results, node), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.split('/').at(-1) === 'sonobuoy_results.yaml')
      .sort();
    const items = files.map((name): Item => {
      const tree = parse(readFileSync(join(results, node, name), 'utf8'), { version: '1.1' }) as Item;
      return { name: 'sonobuoy_results.yaml', status: tree.status, items: tree.items ?? [] };
    });
    return { name: node, status: aggregateStatus(items), items };
  });
  return { name: plugin, status: aggregateStatus(nodes.flatMap(({ items = [] }) => items)), items: nodes };
}

/** One status as it is, several counted: `failed: 1, passed: 2`. */
function aggregateStatus(items: readonly Item[]): string {
  if (items.length === 0) return 'unknown';
  const counts = new Map<string, number>();
  for (const { status } of items) counts.set(status || 'unknown', (counts.get(status || 'unknown') ?? 0) + 1);
  if (counts.size === 1) return [...counts.keys()][0] as string;
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ');
}
