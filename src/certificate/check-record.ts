import { dirname, join } from 'node:path';
import { type OpenRecord, openRecord } from '../record/read.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { type Check, failed, passed } from './check.ts';
import type { Statement } from './statement.ts';

/** The record beside the certificate is the one it speaks of. What can be read of it is checked further, also when it is not. */
export function checkRecord(
  { predicate }: Statement,
  certificate: string,
): { check: Check; record?: FlexcertRecord } {
  const { name, digest } = predicate.record;
  const path = join(dirname(certificate), name);
  let file: OpenRecord;
  try {
    file = openRecord(path, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      check: failed(
        'record',
        code === 'ENOENT' ? `there is no ${name} beside the certificate` : `${path}: ${code}`,
      ),
    };
  }
  const found = file.sha256();
  const same = found === digest.sha256;
  const check = same
    ? passed('record', `${name}, sha256 ${found}`)
    : failed('record', `${name} is not the record that was certified: its sha256 is ${found}`);
  try {
    return { check, record: file.read() };
  } catch (error) {
    return { check: failed('record', ...(same ? [] : check.found), (error as Error).message) };
  }
}
