import { fileURLToPath } from 'node:url';
import { withDir } from 'tmp-promise';
import { describe, expect, test } from 'vitest';
import type { StoryEvent } from '../../src/simulate/story-event.ts';
import { api } from '../support/api.ts';
import { makeBundle } from '../support/certificates.ts';
import { needs } from '../support/needs.ts';
import { allPass } from '../support/records.ts';
import { runsWith, writeSleeper } from '../support/sleeper.ts';

const { explain, explainCall, list, report, simulate, verify } = api;
const root = fileURLToPath(new URL('../../', import.meta.url));
const driver = `${root}fixtures/drivers/healthy/flexcert.test~tmpfs`;

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: {
    containers: [{ name: 'web', image: 'web', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    volumes: [{ name: 'data', flexVolume: { driver: 'flexcert.test/tmpfs', options: { size: '4Mi' } } }],
  },
};

describe('simulate', () => {
  test('plays manifests given as objects, and tells each call', async (context) => {
    needs(context, 'root');
    const running = simulate({ scenario: pod, driver });
    const events: StoryEvent[] = [];
    for await (const event of running) events.push(event);
    const { steps, failed, release } = await running;
    expect(failed).toBe(false);
    expect(release).toBe('1.32');
    expect(steps.map(({ op }) => op)).toEqual(['addPod', 'deletePod']);
    expect(steps[0]?.mounts).toHaveLength(1);
    expect(steps[1]?.mounts).toEqual([]);
    const called = events.filter((event) => event.kind === 'call').map(({ call }) => call.argv[0]);
    expect(called).toContain('mount');
    expect(steps.flatMap(({ calls }) => calls.map(([command]) => command))).toEqual(called);
  });

  test('answers what it has when it is aborted, and ends what runs', async (context) => {
    needs(context, 'root');
    const seconds = `41557${process.pid}`;
    await withDir(
      async ({ path }) => {
        const abort = new AbortController();
        const driver = writeSleeper(path, seconds);
        const name = 'flexcert.test/tmpfs';
        const running = simulate({ scenario: pod, driver, name, signal: abort.signal });
        for await (const event of running) if (event.kind === 'call') abort.abort();
        expect((await running).steps.length).toBeLessThan(2);
        expect(runsWith(seconds)).toBe(false);
      },
      { unsafeCleanup: true },
    );
  });

  test('names the object that is wrong', async () => {
    await expect(simulate({ scenario: [pod, { kubelet: 3 }], driver })).rejects.toThrow('object 2: kubelet');
  });
});

describe('explain', () => {
  test('tells an answer from a log', () => {
    const answer = explain('-ne {"status": "Success"}');
    expect(answer).toMatchObject({ kind: 'answer', guessed: true, conclusion: { outcome: 'failure' } });
    expect(answer.kind === 'answer' && answer.causes.map(({ rule }) => rule)).toEqual(['echo-flags']);
    const told = explain('{"status":"Success"}', { command: 'init', kubelet: '1.20', exit: { code: 1 } });
    expect(told).toMatchObject({ kind: 'answer', answer: { command: 'init' } });
    expect(told).not.toHaveProperty('guessed');
    expect(explain('nothing of note', { as: 'log' })).toMatchObject({ kind: 'log', troubles: [] });
  });

  test('makes a call, and explains what came', async (context) => {
    needs(context, 'root');
    const called = await explainCall({ executable: `${driver}/tmpfs`, argv: ['init'] });
    expect(called).toMatchObject({ kind: 'answer', end: 'eof', conclusion: { outcome: 'success' } });
  });
});

describe('verify, list and report', () => {
  test('verify says what does not hold, as an answer', async () => {
    const { holds, checks } = await withDir(({ path }) => verify(makeBundle(path)), { unsafeCleanup: true });
    // The suite of the test's record is none that exists.
    expect(checks.filter((check) => !check.holds).map(({ name }) => name)).toEqual(['suite']);
    expect(holds).toBe(false);
    await expect(verify({ certificate: '/nowhere' })).rejects.toThrow('there is no such file');
  });

  test('list has every requirement, report makes every format', async () => {
    const record = allPass();
    const requirements = await list();
    expect(requirements.length).toBeGreaterThan(150);
    expect(requirements.every(({ id, sentence }) => id.includes('/') && sentence !== '')).toBe(true);
    expect(report(record, 'junit')).toMatch(/^<\?xml/);
    expect(JSON.parse(report(record, 'json'))).toEqual(record);
  });
});
