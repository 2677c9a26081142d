import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { TestNode } from './node.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A driver and how it is started. */
export interface Subject {
  name: string;
  argv: readonly string[];
  /** Where it keeps its state. */
  state?: string;
}

const shLoop = join(root, 'fixtures/drivers/healthy/flexcert.test~sh-loop/sh-loop');

/** The drivers that attach: all must behave alike. */
export const LOOP_DRIVERS: readonly Subject[] = [
  {
    name: 'reference',
    argv: [join(root, 'dist/driver/flexcert.test~loop/loop')],
    state: '/run/flexcert-driver',
  },
  { name: 'sh-loop under dash', argv: ['dash', shLoop], state: '/run/flexcert-sh-loop' },
  { name: 'sh-loop under busybox', argv: ['busybox', 'sh', shLoop], state: '/run/flexcert-sh-loop' },
];

export const healthy = (driver: string): Subject => ({
  name: driver,
  argv: [join(root, `fixtures/drivers/healthy/flexcert.test~${driver}/${driver}`)],
});

export interface Answer {
  status: string;
  message?: string;
  device?: string;
  volumeName?: string;
  attached?: boolean;
  capabilities?: Record<string, boolean>;
  volumeNewSize?: number;
}

/** A driver on a node, and what every answer of it has to be: one JSON document on one line, and nothing else. */
export class Driver {
  readonly node: TestNode;
  readonly subject: Subject;

  constructor(node: TestNode, subject: Subject) {
    this.node = node;
    this.subject = subject;
  }

  async call(...args: string[]): Promise<Answer> {
    const { code, out, err } = await this.node.run(...this.subject.argv, ...args);
    expect(err, args.join(' ').slice(0, 200)).toBe('');
    expect(out).toMatch(/^\{[^\n]*\}\n$/);
    const answer = JSON.parse(out) as Answer;
    expect(code === 0, out).toBe(answer.status === 'Success');
    if (answer.status === 'Failure') expect(answer.message, out).toMatch(/^[^\r\n]{8,2000}$/);
    return answer;
  }

  async succeed(...args: string[]): Promise<Answer> {
    const answer = await this.call(...args);
    expect(answer, args.join(' ').slice(0, 300)).toMatchObject({ status: 'Success' });
    return answer;
  }

  /** @returns the message */
  async fail(...args: string[]): Promise<string> {
    const answer = await this.call(...args);
    expect(answer, args.join(' ').slice(0, 300)).toMatchObject({ status: 'Failure' });
    return answer.message ?? '';
  }
}

/** A volume, and the paths that a kubelet has for it. */
export class Volume {
  readonly node: TestNode;
  readonly name: string;
  readonly options: Record<string, string>;

  constructor(node: TestNode, name: string, options: Record<string, string>) {
    this.node = node;
    this.name = name;
    this.options = options;
  }

  /** The options argument: bytewise sorted, without blanks. */
  json(more: Record<string, string> = {}): string {
    const all: Record<string, string> = {
      'kubernetes.io/fsType': '',
      'kubernetes.io/pvOrVolumeName': this.name,
      'kubernetes.io/readwrite': 'rw',
      ...this.options,
      ...more,
    };
    return JSON.stringify(Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  get readOnly(): string {
    return this.json({ 'kubernetes.io/readwrite': 'ro' });
  }

  /** What a restarted kubelet knows. */
  get forgotten(): string {
    const { name } = this;
    return JSON.stringify({
      'kubernetes.io/fsType': '',
      'kubernetes.io/pvOrVolumeName': name,
      'kubernetes.io/readwrite': 'rw',
    });
  }

  get deviceDir(): string {
    return join(
      this.node.dir,
      'kubelet/plugins/kubernetes.io/flexvolume/flexcert.test/loop/mounts',
      this.name,
    );
  }

  dir(pod: string): string {
    return join(this.node.dir, 'kubelet/pods', pod, 'volumes/flexcert.test~loop', this.name);
  }

  write(dir: string, text: string): void {
    writeFileSync(this.node.path(join(dir, 'data')), text);
  }

  read(dir: string): string {
    return readFileSync(this.node.path(join(dir, 'data')), 'utf8');
  }
}

/** attach and mountdevice. @returns the device */
export async function bring(driver: Driver, volume: Volume, json = volume.json()): Promise<string> {
  const { device = '' } = await driver.succeed('attach', json, 'node-a');
  await driver.succeed('mountdevice', volume.deviceDir, device, json);
  return device;
}

export async function take(driver: Driver, volume: Volume): Promise<void> {
  await driver.succeed('unmountdevice', volume.deviceDir);
  await driver.succeed('detach', volume.name, 'node-a');
}
