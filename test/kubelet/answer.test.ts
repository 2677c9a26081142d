import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { concludeAnswer } from '../../src/kubelet/answer.ts';
import { marshalStatus } from '../../src/kubelet/json/marshal-status.ts';
import { type Profile, profileFor } from '../../src/kubelet/profile.ts';
import type { Exit } from '../../src/kubelet/types.ts';

interface Recorded {
  id: string;
  command: string;
  stdout?: string;
  stdout_b64?: string;
  stderr?: string;
  exit: number;
  outcome: string;
  error?: string;
  status?: unknown;
}

const recordings = new URL('../../fixtures/recordings/responses.jsonl', import.meta.url);
const lines = readFileSync(recordings, 'utf8').trimEnd().split('\n');

function conclude(text: string | Uint8Array, exit: Exit = { code: 0 }, release = '1.32', command = 'init') {
  return concludeAnswer({ command, output: Buffer.from(text), exit, profile: profileFor(release) });
}

/** What we conclude in place of what was recorded, or nothing when it is the same. */
function difference(line: string, profile: Profile): unknown {
  const {
    id,
    command,
    stdout = '',
    stdout_b64,
    stderr = '',
    exit,
    ...expected
  } = JSON.parse(line) as Recorded;
  const out = stdout_b64 === undefined ? Buffer.from(stdout) : Buffer.from(stdout_b64, 'base64');
  const output = Buffer.concat([out, Buffer.from(stderr)]);
  const { outcome, error, status } = concludeAnswer({ command, output, exit: { code: exit }, profile });
  const succeeded = outcome === 'success' && status !== undefined;
  const marshalled = succeeded ? JSON.parse(marshalStatus(status, profile)) : undefined;
  // A size beyond 2^53 survives as text only.
  const exactSize = !succeeded || status.volumeNewSize === 0n || line.includes(`: ${status.volumeNewSize}}`);
  const same = isDeepStrictEqual(
    { outcome, error, status: marshalled },
    { outcome: expected.outcome, error: expected.error, status: expected.status },
  );
  return same && exactSize ? undefined : { id, outcome, error, status: marshalled, expected };
}

describe.each(['1.20', '1.32'])('on %s', (release) => {
  it('concludes what the kubelet concluded in each recorded case', () => {
    expect(lines).toHaveLength(1162);
    const profile = profileFor(release);
    expect(lines.map((line) => difference(line, profile)).filter((each) => each !== undefined)).toEqual([]);
  });
});

describe('exit codes and signals', () => {
  const success = '{"status":"Success"}';
  it.each<[Exit, string]>([
    [{ code: 3 }, 'exit status 3'],
    [{ code: 255 }, 'exit status 255'],
    [{ signal: 'SIGKILL' }, 'signal: killed'],
    [{ signal: 'SIGTERM' }, 'signal: terminated'],
    [{ signal: 'SIGSEGV' }, 'signal: segmentation fault'],
    [{ signal: 'SIGXCPU' }, 'signal: signal 24'],
  ])('%j turns Success into a failure', (exit, error) => {
    expect(conclude(success, exit)).toMatchObject({
      outcome: 'failure',
      error,
      status: { status: 'Success' },
    });
  });

  it('lets an answer of failure stand', () => {
    const { error } = conclude('{"status":"Failure","message":"m"}', { signal: 'SIGKILL' });
    expect(error).toBe('init command failed, status: Failure, reason: m');
  });

  it('says what the empty output says when the file could not be executed', () => {
    expect(conclude('', { spawnError: 'ENOEXEC' }).error).toBe('unexpected end of JSON input');
  });

  it('takes the answer of a driver that exits with 0 after the limit, and no other', () => {
    const base = { command: 'waitforattach', output: Buffer.from(success), timedOut: true };
    expect(concludeAnswer({ ...base, exit: { code: 0 } }).outcome).toBe('success');
    expect(concludeAnswer({ ...base, exit: { signal: 'SIGTERM' } })).toEqual({
      outcome: 'failure',
      error: 'timeout',
    });
    const old = concludeAnswer({ ...base, exit: { code: 1 }, profile: profileFor('1.20') });
    expect(old.error).toBe('Timeout');
  });
});

describe('capabilities null', () => {
  const answer = '{"status":"Success","capabilities":null}';

  it('is a success that crashes a kubelet of 1.8 and later, at init alone', () => {
    expect(conclude(answer)).toMatchObject({ outcome: 'success', crash: expect.stringContaining('nil') });
    expect(conclude(answer, { code: 0 }, '1.8').crash).toBeDefined();
    expect(conclude(answer, { code: 0 }, '1.32', 'mount').crash).toBeUndefined();
  });

  it('is harmless to 1.7, whose capabilities are a map', () => {
    const { status, crash } = conclude(answer, { code: 0 }, '1.7');
    expect(crash).toBeUndefined();
    expect(status?.capabilities?.attach).toBe(true);
  });
});

describe('releases', () => {
  it('up to 1.5: Success with a failing exit is success, without the device', () => {
    const answer = '{"status":"Success","device":"/dev/sdb"}';
    expect(conclude(answer, { code: 1 }, '1.5', 'attach')).toMatchObject({
      outcome: 'success',
      status: { device: '' },
    });
    expect(conclude(answer, { code: 0 }, '1.5', 'attach').status?.device).toBe('/dev/sdb');
    expect(conclude(answer, { code: 1 }, '1.6', 'attach').error).toBe('exit status 1');
  });

  it('up to 1.5: what init says is read only when it fails', () => {
    expect(conclude('hello', { code: 0 }, '1.4')).toEqual({ outcome: 'success' });
    expect(conclude('hello', { code: 1 }, '1.4').error).toBe(
      "invalid character 'h' looking for beginning of value",
    );
    expect(conclude('hello', { code: 0 }, '1.6').outcome).toBe('failure');
  });

  it('up to 1.5: volumeName and attached are no fields yet', () => {
    expect(conclude('{"status":"Success","attached":"no"}', { code: 0 }, '1.5', 'mount').outcome).toBe(
      'success',
    );
    expect(conclude('{"status":"Success","attached":"no"}', { code: 0 }, '1.6', 'mount').outcome).toBe(
      'failure',
    );
  });

  it('1.7: capabilities are a map, keys with regard to case', () => {
    const attach = (answer: string, release: string) =>
      conclude(answer, { code: 0 }, release).status?.capabilities?.attach;
    expect(attach('{"status":"Success","capabilities":{"attach":false}}', '1.7')).toBe(false);
    expect(attach('{"status":"Success","capabilities":{"Attach":false}}', '1.7')).toBe(true);
    expect(attach('{"status":"Success","capabilities":{"attach":null}}', '1.7')).toBe(false);
    expect(attach('{"status":"Success","capabilities":{"Attach":false}}', '1.8')).toBe(false);
    expect(attach('{"status":"Success","capabilities":{"attach":null}}', '1.8')).toBe(true);
    expect(attach('{"status":"Success","capabilities":{"attach":false}}', '1.6')).toBe(true);
  });

  it('1.8: fsGroup is no capability yet, so its type does not matter', () => {
    const answer = '{"status":"Success","capabilities":{"fsGroup":"no"}}';
    expect(conclude(answer, { code: 0 }, '1.12').outcome).toBe('success');
    expect(conclude(answer, { code: 0 }, '1.13').outcome).toBe('failure');
  });

  it.each([
    ['1.5', 'json: cannot unmarshal number into Go value of type string'],
    ['1.6', 'json: cannot unmarshal number into Go value of type string'],
    ['1.7', 'json: cannot unmarshal number into Go struct field DriverStatus.device of type string'],
    ['1.32', 'json: cannot unmarshal number into Go struct field DriverStatus.device of type string'],
  ])('%s words a wrong type as its Go does', (release, error) => {
    expect(conclude('{"status":"Success","device":1}', { code: 0 }, release, 'attach').error).toBe(error);
  });

  it('names the whole path of a nested field from 1.19 on', () => {
    const answer = '{"status":"Success","capabilities":{"attach":1}}';
    const text = (path: string) => `json: cannot unmarshal number into Go struct field ${path} of type bool`;
    expect(conclude(answer, { code: 0 }, '1.18').error).toBe(text('DriverCapabilities.attach'));
    expect(conclude(answer, { code: 0 }, '1.19').error).toBe(text('DriverCapabilities.Capabilities.attach'));
  });

  it('names the older type up to 1.5', () => {
    expect(conclude('[]', { code: 1 }, '1.5').error).toBe(
      'json: cannot unmarshal array into Go value of type flexvolume.FlexVolumeDriverStatus',
    );
  });

  it('has no limit on nesting before 1.19', () => {
    const deep = `{"status":"Success","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    expect(conclude(deep, { code: 0 }, '1.18').outcome).toBe('success');
    expect(conclude(deep, { code: 0 }, '1.19').error).toBe("invalid character '[' exceeded max depth");
  });
});
