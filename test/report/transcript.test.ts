import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callText, capped, shellQuoted } from '../../src/report/transcript.ts';
import { driverCall } from '../support/record-parts.ts';

test('a call reads as one would type it, with its answer and what the kubelet makes of it', () => {
  expect(callText(driverCall('detach', {}))).toBe(
    '$ detach vol-1 node-1\n{"status":"Success"}\n=> exit 0 after 4.2 ms; the kubelet reads Success',
  );
});

describe('an ending is told', () => {
  test.each([
    [{ code: 3, output: '' }, '(no output)\n=> exit 3 after'],
    [
      { signal: 'SIGKILL', end: 'killed' as const },
      '=> killed by SIGKILL, ended by flexcert at its limit after',
    ],
    [
      { end: 'held' as const, durationMs: 3000 },
      '=> exit 0, gone at 300 ms, but something kept its output open after 3.0 s',
    ],
    [{ end: 'aborted' as const }, '=> exit 0, the run was ended after'],
  ])('%j', (parts, text) => {
    expect(callText(driverCall('init', parts))).toContain(text);
  });

  test('a file that could not be executed, and a crash of the kubelet', () => {
    const call = driverCall('init', { output: '' });
    expect(callText({ ...call, exit: { spawnError: 'ENOENT' } })).toContain('could not be executed (ENOENT)');
    const crashed = { ...call, conclusion: { outcome: 'success' as const, crash: 'nil dereference' } };
    expect(callText(crashed)).toContain(
      'the kubelet reads Success; a real kubelet would crash: nil dereference',
    );
  });
});

test('a quoted argument is the same argument again for a shell', () => {
  const words = fc.array(fc.string({ unit: fc.constantFrom(...`ab '"\\$\`!*?{}[];&|<>#~%=/-`.split('')) }), {
    maxLength: 5,
  });
  const samples = fc.sample(words, { numRuns: 60, seed: 3 });
  for (const sample of samples) {
    const line = sample.map(shellQuoted).join(' ');
    const printed = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
    expect(printed).toBe(sample.length === 0 ? '\n' : sample.map((word) => `${word}\n`).join(''));
  }
});

test('capped text is within its limit, begins and ends as the text, and never splits a pair', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.integer({ min: 60, max: 200 }),
      (text, limit) => {
        const short = capped(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(short).not.toMatch(/\p{Cs}/u);
        if (text.length <= limit) expect(short).toBe(text);
        else expect(short).toMatch(/\[\.\.\. \d+ characters left out \.\.\.\]/);
      },
    ),
  );
});

test('a signal that the requirement sent is not taken for the driver’s own end', () => {
  const call = { ...driverCall('mount', { output: '', signal: 'SIGKILL' }), sent: 'SIGKILL' };
  expect(callText(call)).toContain('=> killed by SIGKILL, sent SIGKILL by the requirement, after 4.2 ms');
});
