import { expect, test } from 'vitest';
import {
  openEnvelope,
  preAuthEncoding,
  sealEnvelope,
  sealHolds,
  UNSIGNED,
} from '../../src/certificate/envelope.ts';

test('what is signed is what the protocol says: its own example', () => {
  const encoded = preAuthEncoding(Buffer.from('hello world'), 'http://example.com/HelloWorld');
  expect(encoded.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});

test('lengths are of bytes, and the payload may be any', () => {
  expect(preAuthEncoding(Buffer.from('ü'), 'ä').toString()).toBe('DSSEv1 2 ä 2 ü');
  expect(preAuthEncoding(Buffer.from([0, 255]), 't').subarray(-2)).toEqual(Buffer.from([0, 255]));
});

test('an unsigned one is marked, and a changed payload is found all the same', () => {
  const opened = openEnvelope(sealEnvelope(Buffer.from('{}')));
  expect(opened.envelope.signatures[0].keyid).toBe(UNSIGNED);
  expect(sealHolds(opened)).toBe(true);
  expect(sealHolds({ ...opened, payload: Buffer.from('{ }') })).toBe(false);
});
