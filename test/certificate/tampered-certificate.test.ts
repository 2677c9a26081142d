import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replaceStatement, statementOfFile } from '../support/certificates.ts';
import { changeFile, tampering } from '../support/tampering.ts';

const t = tampering();

test('untouched it holds, with the key of the vendor and without', () => {
  expect(t.wrong()).toEqual([]);
  expect(t.wrong(t.verify({ key: t.vendor.public }))).toEqual([]);
});

/** Every leaf of a value: the path to it. */
function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, item]) =>
    leaves(item, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

function changedAt(value: unknown, path: readonly (string | number)[]): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  let place = copy;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  const last = path.at(-1) as string | number;
  const old = place[last];
  place[last] = typeof old === 'number' ? old + 1 : typeof old === 'boolean' ? !old : `${String(old)}x`;
  return copy;
}

test('every field of the statement: a changed one is found by the signature or the form', () => {
  const statement = statementOfFile(t.bundle.certificate);
  const fields = leaves(statement);
  expect(fields.length).toBeGreaterThan(50);
  const missed = fields.filter((path) => {
    copyFileSync(t.pristine.certificate, t.bundle.certificate);
    replaceStatement(t.bundle.certificate, changedAt(statement, path));
    const [first] = t.wrong();
    return first !== 'signature' && first !== 'certificate';
  });
  expect(missed).toEqual([]);
});

test('every byte of the certificate: no changed one goes unseen', () => {
  const bytes = readFileSync(t.pristine.certificate);
  const missed: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    // Every kind of change in turn: one bit, case, a digit for a letter, a control character, no UTF-8.
    changed[at] = [(bytes[at] as number) ^ 1, (bytes[at] as number) ^ 0x20, 0x41, 0x0a, 0xff, 0x20][
      at % 6
    ] as number;
    if (changed.equals(bytes)) changed[at] = (bytes[at] as number) ^ 2;
    writeFileSync(t.bundle.certificate, changed);
    if (t.wrong().length === 0) missed.push(at);
  }
  expect(missed).toEqual([]);
});

describe('the certificate, in forms that say the same', () => {
  test.each<[string, (text: string) => Uint8Array | string]>([
    ['a blank more', (text) => text.replace(':', ': ')],
    ['no newline in the end', (text) => text.trimEnd()],
    ['a newline more', (text) => `${text}\n`],
    ['CRLF', (text) => text.replace('\n', '\r\n')],
    ['a byte order mark', (text) => `\ufeff${text}`],
    ['pretty-printed', (text) => `${JSON.stringify(JSON.parse(text), null, 2)}\n`],
    [
      'another order of keys',
      (text) => `${JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()))}\n`,
    ],
    ['a key twice', (text) => text.replace('{', '{"payload":"",')],
    ['a key more', (text) => text.replace('{', '{"x":1,')],
    ['an escape for a letter', (text) => text.replace('payload"', '\\u0070ayload"')],
    ['base64 without padding', (text) => text.replace(/=+"/, '"')],
    [
      'base64 for URLs',
      (text) =>
        text.replace(
          /"sig":"([^"]*)"/,
          (_, sig: string) => `"sig":"${sig.replaceAll('/', '_').replaceAll('+', '-')}_"`,
        ),
    ],
    ['a blank in base64', (text) => text.replace('"payload":"', '"payload":" ')],
    ['a second signature', (text) => text.replace(/\[(\{.*\})\]/, '[$1,$1]')],
    ['cut off', (text) => text.slice(0, -40)],
    ['empty', () => ''],
    ['NUL', (text) => `${text}\0`],
    ['no UTF-8', (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])])],
  ])('%s', (_, change) => {
    changeFile(t.bundle.certificate, (bytes) => change(bytes.toString()));
    expect(t.wrong()).toContain('certificate');
  });
});
