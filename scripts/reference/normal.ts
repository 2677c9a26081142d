import { inflateRawSync } from 'node:zlib';
import type { Statement } from '../../src/certificate/statement.ts';
import type { FlexcertRecord, RecordedCall, Result } from '../../src/record/schema.ts';

/**
 * What two runs of the same driver have in common: the record without times, names that are made fresh, the
 * machine, and the outcome of chance. Each line is one thing, and begins with what it is about.
 */
export function normalRecord(record: FlexcertRecord): string[] {
  const { results, driver, environment, ...rest } = record;
  const { user, isolation, lacks } = environment;
  const run = {
    ...without(rest, 'startedAt', 'durationMs'),
    driver: { ...without(driver, 'path'), files: Object.keys(driver.files) },
    environment: { user, isolation, lacks },
  };
  return [
    ...Object.entries(run).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    ...results.flatMap(resultLines),
  ];
}

function resultLines({ calls, notes = [], ...result }: Result): string[] {
  const fresh = freshNames();
  const about = `${result.id} on ${result.kubelet}`;
  const told = notes
    .filter((note) => !note.endsWith('is not installed: not tried'))
    .map((note) => note.replace(/\d[\d.]* (ms|s)\b/g, '... $1'));
  return [{ ...without(result, 'startedAt', 'durationMs'), notes: told }, ...callsByLane(calls)].map(
    (each) => `${about}: ${fresh(JSON.stringify(each))}`,
  );
}

/**
 * Volumes side by side call in an order of chance: by lane. How far a driver had come when it was sent a signal is
 * chance too, and what follows from it.
 */
function callsByLane(calls: readonly RecordedCall[]): object[] {
  const names = [...new Set(calls.map(({ volume }) => volume ?? ''))].sort();
  const lanes = names.map((name) => calls.filter(({ volume = '' }) => volume === name));
  return lanes.flatMap((lane) => {
    const end = lane.findIndex(({ sent }) => sent !== undefined);
    return (end === -1 ? lane : lane.slice(0, end)).map(normalCall);
  });
}

function normalCall({ output, cut = [], ...call }: RecordedCall): object {
  return {
    ...without(call, 'startedAt', 'exitMs', 'durationMs'),
    // A loop device of two digits or three makes an answer of another length.
    output: without(output, 'length'),
    cut: cut.map((gap) => without(gap, 'sha256')),
  };
}

/** Names that no two runs share, by the order in which a requirement meets them. */
function freshNames(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) =>
    text.replace(/\b(?:image|volume|device|directory)-[0-9a-f]{12}\b|\/dev\/loop\d+/g, (name) => {
      const kind = name.startsWith('/') ? 'loop' : (name.split('-', 1)[0] as string);
      const own = known.get(name) ?? `<${kind} ${known.size + 1}>`;
      known.set(name, own);
      return own;
    });
}

/** The statement in a certificate, without when and by whom it was signed, and digests. */
export function normalStatement(certificate: string): string {
  const { payload } = JSON.parse(certificate) as { payload: string };
  const statement = JSON.parse(Buffer.from(payload, 'base64').toString()) as Statement;
  const { record, ...told } = statement.predicate;
  return JSON.stringify({
    ...statement,
    subject: statement.subject.map(({ name }) => name),
    predicate: { ...without(told, 'date', 'signer'), record: record.name },
  });
}

/** A page with its blocks unpacked: packed, they differ from one version of zlib to the next. */
export function normalPage(page: string): string {
  return page.replace(
    /(<script type="text\/plain" class="block"[^>]*>)([^<]*)/g,
    (_, tag: string, packed: string) => tag + inflateRawSync(Buffer.from(packed, 'base64')).toString(),
  );
}

function without<Value extends object>(value: Value, ...keys: (keyof Value & string)[]): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !(keys as string[]).includes(key)));
}
