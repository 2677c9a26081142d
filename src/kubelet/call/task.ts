/** One execution of a driver. */
export interface Task {
  executable: string;
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  umask: number | undefined;
  limitMs: number;
  keepBytes: number;
  /** When to send SIGTERM, and how long the driver may outlive it. */
  sigterm: { afterMs: number; graceMs: number } | undefined;
  signal: AbortSignal | undefined;
  onStart: ((pid: number) => void) | undefined;
}
