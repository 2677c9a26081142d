import { exitErrorText } from '../kubelet/exit-error.ts';
import type { Exit } from '../kubelet/types.ts';

/** The errno behind Go's words for it, as far as an execution can meet it. */
const ERRNO: readonly (readonly [words: string, errno: string])[] = [
  ['no such file or directory', 'ENOENT'],
  ['executable file not found in $PATH', 'ENOENT'],
  ['file does not exist', 'ENOENT'],
  ['permission denied', 'EACCES'],
  ['exec format error', 'ENOEXEC'],
  ['text file busy', 'ETXTBSY'],
  ['argument list too long', 'E2BIG'],
  ['not a directory', 'ENOTDIR'],
  ['input/output error', 'EIO'],
  ['cannot allocate memory', 'ENOMEM'],
  ['resource temporarily unavailable', 'EAGAIN'],
];

const SIGNALS = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGKILL',
  'SIGUSR1',
  'SIGSEGV',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
] as const;

/**
 * How a driver's process ended, from the words that Go has for it: `exit status 3`,
 * `signal: killed`, `fork/exec /path: permission denied`. Other words are no exit.
 */
export function readExitText(text: string): Exit | undefined {
  const code = /^exit status (\d+)$/.exec(text)?.[1];
  if (code !== undefined) return { code: Number(code) };
  const signal = SIGNALS.find(
    (name) => text.replace(/ \(core dumped\)$/, '') === exitErrorText({ signal: name }),
  );
  if (signal !== undefined) return { signal };
  const errno = ERRNO.find(([words]) => text === words || text.endsWith(`: ${words}`))?.[1];
  return errno === undefined ? undefined : { spawnError: errno };
}
