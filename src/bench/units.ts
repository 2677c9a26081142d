/** `0.83 ms`, `12.4 ms`, `840 ms`, `2.41 s`: three figures, as much as a clock of a busy machine is worth. */
export function shownTime(ms: number): string {
  if (ms >= 1000) return `${figures(ms / 1000)} s`;
  return `${figures(ms)} ms`;
}

export function figures(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function shownMemory(kib: number): string {
  return kib >= 1024 ? `${figures(kib / 1024)} MiB` : `${kib} KiB`;
}
