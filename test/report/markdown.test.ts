import { Marked, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { renderComment, renderMarkdown } from '../../src/report/markdown.ts';
import { inlineCode, plainText } from '../../src/report/markdown-text.ts';
import {
  allPass,
  FIVE,
  HOSTILE_OUTPUTS,
  hostileRecord,
  incomplete,
  large,
  withFailures,
} from '../support/records.ts';

const marked = new Marked({ gfm: true });

/** Every token of a document, as a reader of GitHub's Markdown finds them. */
function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  void marked.walkTokens(marked.lexer(text), (token) => {
    found.push(token);
  });
  return found;
}

const OURS =
  /^<\/?details>(<summary>[\w\s(),]+<\/summary>)?\s*$|^<details><summary>[\w\s(),]+<\/summary>\s*$/;

describe.each(Object.entries(FIVE))('%s', (_, build) => {
  test.each([
    ['summary', renderMarkdown],
    ['comment', renderComment],
  ])('%s: tables are whole, no link, image or tag comes from anywhere but us', (_, render) => {
    const tokens = tokensOf(render(build()));
    for (const token of tokens) {
      expect(['link', 'image', 'def', 'del']).not.toContain(token.type);
      if (token.type === 'html') expect(token.raw).toMatch(OURS);
    }
    const tables = tokens.filter((token): token is Tokens.Table => token.type === 'table');
    expect(tables.length).toBeGreaterThan(0);
    for (const { header, rows } of tables)
      for (const cells of rows) expect(cells).toHaveLength(header.length);
  });
});

test('details are opened and closed in turn', () => {
  for (const build of Object.values(FIVE)) {
    const marks = renderMarkdown(build()).match(/^<\/?details>/gm) ?? [];
    expect(marks.filter((mark) => mark === '<details>').length * 2).toBe(marks.length);
  }
});

test('tells the verdict, the counts, each failure with its calls, and what passed', () => {
  const text = renderMarkdown(withFailures());
  expect(text).toMatch(/^## ❌ Not conformant: `example\.com\/nas` `2\.4\.1`/);
  expect(text).toContain('#### MUST: `protocol/answers-one-document` on kubelet 1.20');
  expect(text).toContain('```text\nexpected Success to the second mount\ncame Failure: already mounted\n```');
  expect(text).toContain('{"status":"Failure","message":"already mounted"}');
  expect(text).toContain('Likely cause: the driver refuses what is mounted already');
  expect(text).toContain('#### harness error: `mount/mounts-there` on kubelet 1.20');
  expect(text).toContain(
    '| SHOULD | `init/is-repeatable` | 1.20 | `init took 1.4 s, should take 1 s at most` |',
  );
  expect(text).toContain('<details><summary>Passed (');
  expect(renderMarkdown(allPass())).toMatch(/^## ✅ Conformant/);
  expect(renderMarkdown(incomplete())).toContain('`needs root: no loop device as an ordinary user`');
});

function failing(count: number, noise: number): FlexcertRecord {
  const record = large(count, 4);
  const message = `expected this\ncame ${'€'.repeat(noise)}`;
  return {
    ...record,
    results: record.results.map((result, index) =>
      index % 2 ? result : { ...result, level: 'MUST', status: 'failed', message },
    ),
  };
}

describe.each([
  [400, 100],
  [400, 5000],
  [20_000, 10],
])('%d requirements with messages of %d characters', (count, noise) => {
  const record = failing(count, noise);
  test('a comment stays within 65,536 characters, a summary within 1024k', () => {
    expect(renderComment(record).length).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(renderMarkdown(record))).toBeLessThanOrEqual(1024 * 1024);
  });

  test('and both are still whole', () => {
    expect(renderComment(record)).toMatch(/and \d+ more/);
    for (const text of [renderComment(record), renderMarkdown(record)]) {
      const fences = text.match(/^`{3,}/gm) ?? [];
      expect(fences.length % 2).toBe(0);
      expect((text.match(/<details>/g) ?? []).length).toBe((text.match(/<\/details>/g) ?? []).length);
    }
  });
});

test('what passed makes room before any failure does', () => {
  const text = renderComment(failing(300, 100));
  expect(text.match(/^#### MUST/gm)).toHaveLength(150);
  expect(text).not.toContain('more failures');
});

describe('foreign text', () => {
  const samples = [
    '`',
    '``',
    ' a` ',
    'a|b',
    '@everyone',
    '<img src=x>',
    '[x](http://e.invalid)',
    '**b** _i_',
    ...HOSTILE_OUTPUTS.map((bytes) => Buffer.from(bytes).toString().slice(0, 300)),
  ];

  test.each(samples)('%j stays one piece of code', (text) => {
    const tokens = marked.lexer(`x ${inlineCode(text)} y`)[0] as Tokens.Paragraph;
    expect(tokens.tokens.map(({ type }) => type)).toEqual(['text', 'codespan', 'text']);
  });

  test.each(samples)('%j stays text', (text) => {
    const [paragraph, ...more] = marked.lexer(`Likely cause: ${plainText(text)}`) as Tokens.Paragraph[];
    expect(more).toEqual([]);
    for (const { type } of paragraph?.tokens ?? []) expect(['text', 'escape']).toContain(type);
  });
});

test('hostile output is all there', () => {
  const text = renderMarkdown(hostileRecord());
  expect(text).toContain('{\\xff\\xfe\\xc0\\x80\\xed\\xa0\\x80\\xf5}');
  expect(text).toContain('\\x1b[31mred');
});
