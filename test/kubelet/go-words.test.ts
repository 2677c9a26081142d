import { describe, expect, it } from 'vitest';
import { errnoText } from '../../src/kubelet/go-errno.ts';
import { goQuote } from '../../src/kubelet/go-quote.ts';

describe('goQuote', () => {
  it.each([
    ['plain "text" \\', '"plain \\"text\\" \\\\"'],
    ['\x00\x07\b\t\n\v\f\r\x1b\x7f', '"\\x00\\a\\b\\t\\n\\v\\f\\r\\x1b\\x7f"'],
    ['é 日本 😀', '"é 日本 😀"'],
    ['\u00a0\u2028\ufeff', '"\\u00a0\\u2028\\ufeff"'],
    ['\u{e0001}', '"\\U000e0001"'],
  ])('writes %j as Go does', (text, quoted) => {
    expect(goQuote(text)).toBe(quoted);
  });

  it('shows bytes that are no UTF-8', () => {
    expect(goQuote(Buffer.from('61ff62c3', 'hex'))).toBe('"a\\xffb\\xc3"');
  });
});

describe('errnoText', () => {
  it("has Go's words where libuv has others", () => {
    expect(['EBUSY', 'EROFS', 'ENOTEMPTY', 'ENOTCONN'].map(errnoText)).toEqual([
      'device or resource busy',
      'read-only file system',
      'directory not empty',
      'transport endpoint is not connected',
    ]);
  });
});
