import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REDACTED, redactConfig, redactor } from '../../src/record/redaction.ts';

const SECRET = 'p<ss "wörd"';

test.each([
  ['as it is', SECRET],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64 without padding', Buffer.from(SECRET).toString('base64').replace(/=+$/, '')],
  ['in a JSON string', JSON.stringify(SECRET).slice(1, -1)],
  ['percent-encoded', encodeURIComponent(SECRET)],
])('a secret that a driver repeats %s is taken out of text and bytes', (_, form) => {
  const { text, bytes } = redactor([SECRET]);
  expect(text(`before ${form} after`)).toBe(`before ${REDACTED} after`);
  const output = Buffer.concat([Buffer.from([0xff]), Buffer.from(form), Buffer.from([0xfe])]);
  expect(Buffer.from(bytes(output))).toEqual(
    Buffer.concat([Buffer.from([0xff]), Buffer.from(REDACTED), Buffer.from([0xfe])]),
  );
});

test('a key file is taken out line by line', () => {
  const { text } = redactor(['-----BEGIN KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END KEY-----\n']);
  expect(text('error near MIGHAgEAMBMGByqGSM49')).toBe(`error near ${REDACTED}`);
});

test('values of secret options are taken out of the arguments, other bytes stay', () => {
  const options =
    '{"a":"1","kubernetes.io/secret/pin":"MQ==","kubernetes.io/secret/q":"\\"x\\\\","z":"\\u003c"}';
  expect(redactor([]).text(options)).toBe(
    `{"a":"1","kubernetes.io/secret/pin":"${REDACTED}","kubernetes.io/secret/q":"${REDACTED}","z":"\\u003c"}`,
  );
});

test('an option whose value only looks like a secret option stays', () => {
  const options = JSON.stringify({ a: '"kubernetes.io/secret/x":"y"' });
  expect(redactor([]).text(options)).toBe(options);
});

test('a secret of one character does not spoil the rest of the text', () => {
  expect(redactor(['1']).text('exit 1 after 11 ms')).toBe('exit 1 after 11 ms');
});

test('no secret of four bytes or more survives in any bytes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 4, maxLength: 12 }),
      fc.uint8Array(),
      fc.uint8Array(),
      (secret, a, b) => {
        const output = redactor([secret]).bytes(Buffer.concat([a, secret, b]));
        const shown = Buffer.from(output).toString('latin1').replaceAll(REDACTED, '|');
        expect(shown.includes(Buffer.from(secret).toString('latin1'))).toBe(false);
      },
    ),
  );
});

test('a configuration keeps its shape and loses its secrets', () => {
  expect(
    redactConfig({
      volumes: [{ options: { image: 'x', apiKey: 'k' }, secret: { user: 'admin', pin: 1 } }],
      env: { PATH: '/bin', NAS_TOKEN: 't', DB_PASSWORD: 'p' },
      timeouts: { call: 30 },
    }),
  ).toEqual({
    volumes: [{ options: { image: 'x', apiKey: REDACTED }, secret: { user: REDACTED, pin: REDACTED } }],
    env: { PATH: '/bin', NAS_TOKEN: REDACTED, DB_PASSWORD: REDACTED },
    timeouts: { call: 30 },
  });
});

test('a secret may be large', () => {
  const large = 'x'.repeat(64 * 1024);
  expect(redactor([large]).text(`a ${large} b`)).toBe(`a ${REDACTED} b`);
});

test('what takes the place of a secret is not searched for another', () => {
  expect(redactor(['hunter2!', 'redacted']).text('hunter2!')).toBe(REDACTED);
});
