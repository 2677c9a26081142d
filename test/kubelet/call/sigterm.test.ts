import { describe, expect, it } from 'vitest';
import { callDriver } from '../../../src/kubelet/call.ts';
import { type Profile, profileFor } from '../../../src/kubelet/profile.ts';
import type { DriverCall } from '../../../src/kubelet/types.ts';
import { scripts } from '../../support/scripts.ts';

const script = scripts();
/** The grace of 10 s is the kubelet's; how long it is does not matter to the rule. */
const quick = (release: string): Profile => ({ ...profileFor(release), sigtermGraceMs: 600 as 10_000 });

async function wait(body: string, profile = quick('1.32')): Promise<DriverCall> {
  const executable = await script(`#!/bin/sh\n${body}\n`);
  return callDriver({
    executable,
    argv: ['waitforattach', '', '{}'],
    profile,
    sigtermAfterMs: 300,
    limitMs: 20_000,
  });
}

const SUCCESS = `echo '{"status":"Success","device":"/dev/sdx"}'`;

describe('the limit of waitforattach', () => {
  it.each([
    ['1.20', 'Timeout'],
    ['1.32', 'timeout'],
  ])('is an error of its own in %s', async (release, error) => {
    const done = await wait('exec sleep 30', quick(release));
    expect(done).toMatchObject({
      end: 'eof',
      exit: { signal: 'SIGTERM' },
      conclusion: { outcome: 'failure', error },
    });
  });

  it('is 10 s of grace after SIGTERM in every release since 1.11', () => {
    expect([profileFor('1.10'), profileFor('1.11'), profileFor('1.32')].map((p) => p.sigtermGraceMs)).toEqual(
      [0, 10_000, 10_000],
    );
  });

  it('accepts the answer of a driver that traps SIGTERM and exits with 0', async () => {
    const done = await wait(
      `answer() { ${SUCCESS}; exit 0; }; trap answer TERM; while :; do sleep 0.1; done`,
    );
    expect(done.conclusion).toMatchObject({ outcome: 'success', status: { device: '/dev/sdx' } });
  });

  it('hides the answer of one that exits with another code', async () => {
    const done = await wait(
      `answer() { ${SUCCESS}; exit 1; }; trap answer TERM; while :; do sleep 0.1; done`,
    );
    expect(done.conclusion).toMatchObject({ outcome: 'failure', error: 'timeout' });
  });

  it('terminates the driver alone: a child goes on and keeps the call', async () => {
    const done = await wait(`sleep 1.5 & echo started; wait`);
    expect(done).toMatchObject({ end: 'eof', exit: { signal: 'SIGTERM' } });
    expect(done.durationMs).toBeGreaterThan(1490);
    expect(done.exitMs).toBeLessThan(1400);
  });

  it('leaves a call alone whose driver is gone: what it said stands', async () => {
    const done = await wait(`sleep 1.2 & ${SUCCESS}`);
    expect(done).toMatchObject({ end: 'eof', conclusion: { outcome: 'success' } });
    expect(done.conclusion.crash).toBeUndefined();
  });

  it('crashes the kubelet when the driver outlives SIGTERM', async () => {
    const done = await wait(`trap '' TERM; while :; do sleep 0.1; done`);
    expect(done).toMatchObject({ end: 'killed', exit: { signal: 'SIGKILL' } });
    expect(done.conclusion.crash).toMatch(/still ran 0.6 s after SIGTERM/);
    expect(done.durationMs).toBeGreaterThan(890);
  });
});
