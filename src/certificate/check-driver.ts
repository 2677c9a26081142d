import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { driverFiles } from '../record/driver-files.ts';
import { type Check, failed, passed } from './check.ts';
import type { Statement } from './statement.ts';

/** The driver's files are those of the certificate: none changed, none missing, none more. */
export function checkDriver(statement: Statement, certificate: string, given?: string): Check {
  const subjects = new Map(statement.subject.map(({ name, digest }) => [name, digest.sha256]));
  if (subjects.size !== statement.subject.length)
    return failed('driver', 'the certificate names a file twice');
  const path = given ?? besideCertificate(statement, certificate);
  if (path === undefined) {
    return failed(
      'driver',
      `there is no ${directoryName(statement)} beside the certificate: say where it is, --driver PATH`,
    );
  }
  let files: Record<string, string>;
  try {
    files = driverFiles(path);
  } catch (error) {
    return failed('driver', `${path} cannot be read: ${(error as Error).message}`);
  }
  const wrong = [
    ...[...subjects].flatMap(([name, digest]) => {
      if (files[name] === undefined) return [`${name} is missing in ${path}`];
      return files[name] === digest ? [] : [`${name} is not the file that was certified`];
    }),
    ...Object.keys(files).flatMap((name) =>
      subjects.has(name) ? [] : [`${name} was not there when it was certified`],
    ),
  ];
  if (wrong.length > 0) return failed('driver', ...wrong);
  return passed('driver', `${subjects.size} ${subjects.size === 1 ? 'file' : 'files'} in ${path}`);
}

/** `certify` puts a copy there: the directory of a driver, or an executable alone. */
function besideCertificate(statement: Statement, certificate: string): string | undefined {
  const [only, ...more] = statement.subject;
  const folder = dirname(certificate);
  const candidates = [
    join(folder, directoryName(statement)),
    ...(only !== undefined && more.length === 0 ? [join(folder, only.name)] : []),
  ];
  return candidates.find((path) => existsSync(path));
}

/** `vendor~driver` of `vendor/driver`. */
export function directoryName({ predicate }: Pick<Statement, 'predicate'>): string {
  return predicate.driver.name.replaceAll('/', '~');
}
