import { errnoText } from '../go-errno.ts';
import { KubeletError } from '../kubelet-error.ts';

/** What the system said of a path, in Go's words: `remove /a/b: device or resource busy`. */
export class PathError extends KubeletError {
  /** The errno name, such as `ENOENT`. */
  readonly code: string;

  /** @param what Go's operation and path; nothing where Go tells the bare errno */
  constructor(what: string | undefined, code: string) {
    super(what === undefined ? errnoText(code) : `${what}: ${errnoText(code)}`);
    this.code = code;
  }
}

/** The errno name of whatever the system threw. */
export function errnoOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}

/**
 * Does something with a path and puts a failure into Go's words.
 * @throws PathError
 */
export function withPath<Result>(operation: string, path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw new PathError(`${operation} ${path}`, errnoOf(error));
  }
}
