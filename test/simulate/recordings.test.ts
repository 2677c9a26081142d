import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/simulate/play.ts';
import { inMountNamespace } from '../support/namespace.ts';
import { needs } from '../support/needs.ts';
import { differences, type Recording } from './compare.ts';

const recordings = new URL('../../fixtures/recordings/', import.meta.url);

describe.each(['1.20', '1.32'])('scenarios recorded on %s', (release) => {
  it('come out the same', async (context) => {
    needs(context, 'root', 'unshare', 'mkfs.ext4');
    const directory = new URL(`scenarios-${release}/`, recordings);
    const files = readdirSync(directory).map((name) => new URL(name, directory).pathname);
    const program = new URL('./play-files.ts', import.meta.url);
    const played = await inMountNamespace<StepResult[][]>(
      program,
      files.map((file) => ({ file, release })),
    );
    const wrong = files.flatMap((file, index) => {
      const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
      return differences(recording, played[index] ?? [], 'ext4').map((text) => `${recording.name}: ${text}`);
    });
    expect(wrong).toEqual([]);
  }, 120_000);
});
