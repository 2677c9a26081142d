import { describe, expect, test } from 'vitest';
import { renderGithub } from '../../src/report/github.ts';
import { renderHtml } from '../../src/report/html/index.ts';
import { renderComment, renderMarkdown } from '../../src/report/markdown.ts';
import { renderSummary } from '../../src/report/terminal.ts';
import { catalogue } from '../support/record-parts.ts';
import { allPass, buildRecord } from '../support/records.ts';

/** One MUST and one SHOULD fail alike on two releases, another MUST on each in its own way. */
const failing = () =>
  buildRecord(
    ['1.20', '1.32'].flatMap((kubelet) =>
      catalogue(5).map((result, index) => ({
        ...result,
        kubelet,
        ...(index === 0 ? { status: 'failed' as const, message: 'expected a\ncame b' } : {}),
        ...(index === 1 ? { status: 'failed' as const, message: `came ${kubelet}` } : {}),
        ...(index === 3 ? { status: 'failed' as const, message: 'slow' } : {}),
      })),
    ),
  );
const terminal = (record: ReturnType<typeof failing>) => renderSummary(record, { color: false, width: 100 });

describe('the same failure on several releases is told once', () => {
  test('in the summary of a terminal', () => {
    const text = terminal(failing());
    expect(text.match(/✗ MUST discovery\/is-executable kubelet .*/g)).toEqual([
      '✗ MUST discovery/is-executable kubelet 1.20, 1.32',
    ]);
    expect(text.match(/✗ MUST discovery\/has-interpreter kubelet .*/g)).toHaveLength(2);
    expect(text.match(/▲ SHOULD .* kubelet .*/g)).toEqual([
      '▲ SHOULD protocol/answers-one-document kubelet 1.20, 1.32',
    ]);
  });

  test.each([
    ['summary', renderMarkdown],
    ['comment', renderComment],
  ])('in a Markdown %s', (_, render) => {
    const text = render(failing());
    expect(text.match(/#### MUST: `discovery\/is-executable` on kubelet .*/g)).toEqual([
      '#### MUST: `discovery/is-executable` on kubelet 1.20, 1.32',
    ]);
    expect(text.match(/#### MUST: `discovery\/has-interpreter`/g)).toHaveLength(2);
    expect(text).toContain('| SHOULD | `protocol/answers-one-document` | 1.20, 1.32 |');
  });
});

test('in annotations, of which GitHub shows ten', () => {
  const titles = renderGithub(failing()).match(/^::(?:error|warning) title=[^:]*/gm);
  expect(titles).toEqual([
    '::error title=MUST discovery/is-executable (kubelet 1.20%2C 1.32)',
    '::error title=MUST discovery/has-interpreter (kubelet 1.20)',
    '::error title=MUST discovery/has-interpreter (kubelet 1.32)',
    '::warning title=SHOULD protocol/answers-one-document (kubelet 1.20%2C 1.32)',
  ]);
});

test('on the page, with the calls of each release', () => {
  const page = renderHtml(failing());
  const [story = ''] = /id="discovery\/is-executable".*?<\/details>/s.exec(page) ?? [];
  expect(story.match(/<h[45]>.*?<\/h[45]>/g)).toEqual([
    '<h4>Kubelet 1.20, 1.32: <span class="is-failed">failed</span></h4>',
    '<h5>On kubelet 1.20</h5>',
    '<h5>On kubelet 1.32</h5>',
  ]);
  expect(story.match(/came b/g)).toHaveLength(2);
});

test('a failing SHOULD is among the failures when it counts', () => {
  const strict = terminal({ ...failing(), strict: true });
  expect(strict).toContain('✗ SHOULD protocol/answers-one-document kubelet 1.20, 1.32');
  expect(strict).not.toContain('▲ SHOULD');
});

test('a verdict over a part, or a strict one, is never shown without saying so', () => {
  const part = { ...allPass(), selection: ['--grep mount'], shard: '1/3', strict: true };
  for (const text of [
    terminal(part),
    renderHtml(part),
    renderMarkdown(part),
    renderComment(part),
    renderGithub(part),
  ]) {
    expect(text).toMatch(/[Nn]ot the whole suite: .{0,2}--grep mount/s);
    expect(text).toMatch(/[Aa] part of a run: shard 1\/3/);
    expect(text).toMatch(/[Ss]trict: a failing SHOULD counts/);
  }
  expect(terminal(allPass())).not.toContain('whole suite');
});
