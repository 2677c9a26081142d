import type { ToldCall } from '../story-event.ts';
import { conclusion, inPlaceOf } from './conclusion-text.ts';
import { clock, INDENT, type Ink, span } from './ink.ts';
import { type OptionsText, readOptions } from './options-text.ts';
import { answerLines, visibleValue } from './visible.ts';

/** A shorter one is not worth a word: the driver was quick. */
const SLOW_MS = 500;

/** One call: its arguments, its answer, and what the kubelet concludes. */
export function callText(call: ToldCall, at: number, options: OptionsText, ink: Ink): string[] {
  const [command = '', ...args] = call.argv;
  const plain = args.filter((argument) => readOptions(argument) === undefined);
  const json = args.find((argument) => readOptions(argument) !== undefined);
  const { note, lines } = json === undefined ? { note: '', lines: [] } : options.tell(json, at);
  const named = [ink.command(command), ...plain.map(visibleValue)].join(' ');
  return [
    `${ink.faint(clock(at))}  ${named}${note}`,
    ...lines,
    ...answer(call, ink),
    ...judgement(call, command, ink),
  ];
}

function answer({ exit, output, outputBytes, durationMs }: ToldCall, ink: Ink): string[] {
  if (exit.spawnError !== undefined)
    return [`${INDENT}${ink.bad(`cannot be executed (${exit.spawnError})`)}`];
  const how = [
    ...(exit.code === 0
      ? []
      : [exit.signal === undefined ? `exit ${exit.code}` : `killed by ${exit.signal}`]),
    ...(durationMs < SLOW_MS ? [] : [span(durationMs)]),
  ];
  const lines = outputBytes === 0 ? ['(nothing)'] : answerLines(Buffer.from(output, 'base64'), outputBytes);
  return lines.map((line, index) => {
    const end = index === lines.length - 1 && how.length > 0 ? ink.faint(`  ${how.join(', ')}`) : '';
    return `${INDENT}${ink.faint(index === 0 ? '<- ' : '   ')}${line}${end}`;
  });
}

function judgement(call: ToldCall, command: string, ink: Ink): string[] {
  if (call.outcome === 'failure') return [`${INDENT}${ink.bad(`✗ ${visibleValueOf(call.error)}`)}`];
  if (call.outcome === 'not-supported') return [`${INDENT}${ink.faint(inPlaceOf(command))}`];
  return conclusion(call).map(
    (line) => `${INDENT}${line.startsWith('!') ? ink.warn(line) : ink.faint(line)}`,
  );
}

function visibleValueOf(text = ''): string {
  return text.includes('\n') ? JSON.stringify(text) : text;
}
