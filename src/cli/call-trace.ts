import type { ChalkInstance } from 'chalk';
import type { StartedProgram, Trace } from '../conformance/by-hand/trace/trace.ts';
import { visibleText } from '../record/visible.ts';
import { shellQuoted } from '../report/transcript.ts';
import { duration } from '../report/words.ts';
import type { Row } from './call-row.ts';

const SHOWN = 30;
const SHOWN_CHARACTERS = 160;

/** What the driver did during the call. */
export function traceRows(trace: Trace, chalk: ChalkInstance): Row[] {
  if (trace.unavailable !== undefined) return [['trace', [chalk.yellow(trace.unavailable)]]];
  const opened = trace.opened.map(
    ({ path, writes, error }) =>
      `${writes ? 'write' : 'read '} ${visibleText(path)}${error === undefined ? '' : ` ${chalk.yellow(error)}`}`,
  );
  return [
    [
      'ran',
      some(
        trace.programs.map((program) => programLine(program, chalk)),
        'no other program',
      ),
    ],
    ...(trace.missing.length === 0
      ? []
      : [
          [
            'missing',
            [chalk.yellow(`${trace.missing.map((name) => visibleText(name)).join(', ')}: not in PATH`)],
          ] as Row,
        ]),
    ...(opened.length === 0 ? [] : [['opened', some(opened, '')] as Row]),
  ];
}

function programLine({ argv, afterMs, ms, exit }: StartedProgram, chalk: ChalkInstance): string {
  const line = argv.map(shellQuoted).join(' ');
  const shown = line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}...` : line;
  const end = exit === undefined ? 'still running' : exit === 'exit 0' ? '' : exit;
  const times = `${duration(afterMs).padStart(8)} ${(ms === undefined ? '' : `+${duration(ms)}`).padStart(9)}`;
  return `${chalk.dim(times)}  ${shown}${end === '' ? '' : `  ${chalk.yellow(end)}`}`;
}

function some(lines: string[], none: string): string[] {
  if (lines.length === 0) return [none];
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), `... and ${more} more; --json has them`] : lines;
}
