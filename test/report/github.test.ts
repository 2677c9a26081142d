import { describe, expect, test } from 'vitest';
import { renderGithub } from '../../src/report/github.ts';
import { FIVE, hostileRecord, large, withFailures } from '../support/records.ts';

interface Annotation {
  kind: string;
  title: string;
  message: string;
}

/** Reads workflow commands as the runner does: properties up to the second `::`, then data; escapes undone last. */
function annotationsOf(text: string): Annotation[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const [, kind = '', title = '', message = ''] = /^::(\w+) title=([^:,]*)::(.*)$/.exec(line) ?? [];
      expect(kind).not.toBe('');
      return { kind, title: unescaped(title), message: unescaped(message) };
    });
}

function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

describe.each(Object.entries(FIVE))('%s', (_, build) => {
  test('every line is one annotation of a known kind, ten of a kind at most', () => {
    const annotations = annotationsOf(renderGithub(build()));
    for (const kind of ['error', 'warning', 'notice']) {
      expect(annotations.filter((annotation) => annotation.kind === kind).length).toBeLessThanOrEqual(10);
    }
    for (const { kind } of annotations) expect(['error', 'warning', 'notice']).toContain(kind);
    expect(annotations.at(-1)?.kind).toBe('notice');
  });
});

test('a failing MUST and our trouble are errors, a failing SHOULD a warning', () => {
  const annotations = annotationsOf(renderGithub(withFailures()));
  expect(annotations.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
    'error MUST protocol/answers-one-document (kubelet 1.20)',
    'error MUST mount/mounts-there (kubelet 1.20)',
    'error MUST mountdevice/keeps-an-existing-filesystem (kubelet 1.32)',
    'warning SHOULD init/is-repeatable (kubelet 1.20)',
    'warning MUST security/keeps-secrets (kubelet 1.20)',
    'notice flexcert: example.com/nas',
  ]);
  expect(annotations[0]?.message).toContain(
    'expected Success to the second mount\ncame Failure: already mounted',
  );
  expect(
    annotationsOf(renderGithub({ ...withFailures(), strict: true })).filter(({ kind }) => kind === 'error'),
  ).toHaveLength(4);
});

test('the tenth says how many more there are', () => {
  const record = large(30);
  const results = record.results.map((result) => ({
    ...result,
    level: 'MUST' as const,
    status: 'failed' as const,
  }));
  const errors = annotationsOf(renderGithub({ ...record, results })).filter(({ kind }) => kind === 'error');
  expect(errors).toHaveLength(10);
  expect(errors[9]?.title).toBe('21 more errors');
  expect(errors[9]?.message).toContain(results[29]?.id);
});

test('hostile text ends no command and begins none', () => {
  const messages = annotationsOf(renderGithub(hostileRecord())).map(({ message }) => message);
  expect(messages.join('\n')).toContain('::error::x %0A @everyone');
  expect(messages.join('\n')).toContain('line\\r\nline\\rline');
});
