import { Chalk, type ChalkInstance } from 'chalk';

/** How the story is written: colours only where they are wanted. */
export interface Ink {
  heading: (text: string) => string;
  command: (text: string) => string;
  faint: (text: string) => string;
  good: (text: string) => string;
  bad: (text: string) => string;
  warn: (text: string) => string;
}

export function inkOf(color: boolean): Ink {
  const chalk: ChalkInstance = new Chalk({ level: color ? 1 : 0 });
  return {
    heading: chalk.bold,
    command: chalk.bold.cyan,
    faint: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
  };
}

/** Left edge of what belongs to a call, below its time. */
export const INDENT = ' '.repeat(11);

/** Virtual time as `12.345`, in seconds. */
export function clock(ms: number): string {
  return (ms / 1000).toFixed(3).padStart(9);
}

/** A span of time for people. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return seconds < 60
    ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
