import type { ChalkInstance } from 'chalk';
import { visibleText } from '../record/visible.ts';
import { shellQuoted } from '../report/transcript.ts';

/** Of one option or argument; the whole is in --json. */
const SHOWN_CHARACTERS = 300;

/** The command line, an argument a line; options as a table, since one line of JSON is what nobody can read. */
export function argumentLines(executable: string, argv: readonly string[], chalk: ChalkInstance): string[] {
  const [command = '', ...args] = argv;
  return [
    `${visibleText(executable)} ${chalk.bold(shellQuoted(command))}`,
    ...args.flatMap((argument) => {
      const options = optionsIn(argument);
      if (options === undefined) return [`  ${shortened(shellQuoted(argument))}`];
      return optionLines(options, chalk);
    }),
  ];
}

function optionLines(options: Record<string, string>, chalk: ChalkInstance): string[] {
  const keys = Object.keys(options);
  const width = Math.max(0, ...keys.map((key) => visibleText(key).length));
  const lines = keys.map((key) => {
    const isOwn = key.startsWith('kubernetes.io/');
    const name = visibleText(key).padEnd(width);
    const value = shortened(visibleText(JSON.stringify(options[key])));
    return `    ${isOwn ? chalk.dim(name) : name}  ${value}`;
  });
  return ['  {', ...lines, '  }'];
}

/** Options are a JSON map of strings; anything else is shown as it stands. */
function optionsIn(argument: string): Record<string, string> | undefined {
  if (!argument.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(argument);
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isMap || Object.keys(value).length === 0) return undefined;
    const isOfStrings = Object.values(value).every((one) => typeof one === 'string');
    // A key that comes twice would be lost in a table.
    const isWhole = JSON.stringify(value).length >= argument.replaceAll(/\\u[0-9a-f]{4}/gi, 'x').length;
    return isOfStrings && isWhole ? (value as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}

function shortened(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_CHARACTERS)}... (${text.length} characters)`;
}
