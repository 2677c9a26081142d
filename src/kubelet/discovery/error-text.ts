import type { Profile } from '../profile.ts';

/** What the kubelet says of a directory whose driver it cannot load. */
export function creationError(
  directory: string,
  reason: string,
  { errorsBeginLowerCase }: Pick<Profile, 'errorsBeginLowerCase'>,
): string {
  const begin = errorsBeginLowerCase ? 'error' : 'Error';
  return `${begin} creating Flexvolume plugin from directory ${directory}, skipping. Error: ${reason}`;
}

/** Several errors in one text, as Go's aggregate writes them: each once, in brackets when there are more. */
export function aggregate(errors: readonly string[]): string {
  const different = [...new Set(errors)];
  return different.length === 1 ? `${different[0]}` : `[${different.join(', ')}]`;
}
