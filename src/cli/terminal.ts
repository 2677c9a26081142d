/** Whether to colour what goes to a stream: NO_COLOR and FORCE_COLOR outrank what the stream is. */
export function colorOf(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Columns of a stream; 100 where there is no telling. */
export function columnsOf(stream: { columns?: number }): number {
  return stream.columns ?? 100;
}
