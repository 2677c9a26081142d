/** Writes man/flexcert.1 from the command table: npm run docs. With --check it only compares. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { COMMAND_ENTRIES } from '../src/cli/commands.ts';
import {
  type ArgumentDescription,
  type CommandDescription,
  describeCommands,
  typed,
} from '../src/cli/describe-command.ts';
import { KNOWN_RELEASES } from '../src/kubelet/profile.ts';

const page = new URL('../man/flexcert.1', import.meta.url);
const commands = await describeCommands(COMMAND_ENTRIES);

const lines = [
  '.\\" Made from the command table by npm run docs: do not edit.',
  '.TH FLEXCERT 1 "" "flexcert" "User Commands"',
  ...section('NAME', 'flexcert \\- plays the kubelet against a FlexVolume driver and judges it'),
  ...section('SYNOPSIS', '.B flexcert', '.I command', '.RI [ arguments ]'),
  ...section(
    'DESCRIPTION',
    said(
      'A FlexVolume driver is an executable that the kubelet calls with a command and its arguments, and that answers one JSON document. flexcert makes the calls that a kubelet makes, on real loop devices and real mounts, apart from the host, and concludes what it concludes. It certifies drivers, explains what a kubelet made of an answer, and records what one calls on a node.',
    ),
    '.PP',
    said(
      'A driver is given as an executable, or as its <vendor~driver> directory, which comes along whole. Reports go to standard output or into a folder, progress to standard error.',
    ),
  ),
  ...section('COMMANDS', ...commands.flatMap(commandLines)),
  ...section(
    'EXIT STATUS',
    ...item('0', 'conformant, or done'),
    ...item('1', 'a MUST failed, a certificate does not hold, a call failed for the driver’s sake'),
    ...item('2', 'usage or configuration'),
    ...item('3', 'the harness failed, or something that a MUST needs could not run here'),
    ...item('4', 'nothing was selected'),
    ...item('130, 143', 'interrupted or terminated, with the clean-up done and partial reports written'),
  ),
  ...section(
    'ENVIRONMENT',
    ...item(
      'FLEXCERT_*',
      'a setting in place of a flag: FLEXCERT_WORKERS=1, FLEXCERT_GREP_INVERT=expand. A flag outranks it.',
    ),
    ...item('NO_COLOR, FORCE_COLOR', 'whether there is colour'),
  ),
  ...section(
    'FILES',
    ...item(
      'flexcert.yaml, flexcert.yml, flexcert.json',
      'configuration, looked for in the working directory: driver, volumes and whatever flags can say',
    ),
    ...item('flexcert-report/', 'output folder: record.json, junit.xml, report.html'),
    ...item('/run/flexcert', 'what runs have made and not given back yet; flexcert clean gives it back'),
  ),
  ...section(
    'NOTES',
    said(
      `Releases of the kubelet are ${KNOWN_RELEASES[0]} to ${KNOWN_RELEASES.at(-1)}; requirements run on 1.6 and later. Root and loop devices are needed for all of it; without them flexcert does what it can and says what it left out.`,
    ),
  ),
  ...section('SEE ALSO', '.BR mount (8),', '.BR losetup (8),', '.BR unshare (1)'),
];

const text = `${lines.join('\n')}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== text) {
    process.stderr.write('man/flexcert.1 is behind the command table: npm run docs\n');
    process.exitCode = 1;
  }
} else {
  mkdirSync(new URL('.', page), { recursive: true });
  writeFileSync(page, text);
}

function section(title: string, ...body: string[]): string[] {
  return [`.SH ${title}`, ...body];
}

function commandLines({ usage, about, positionals, flags, examples }: CommandDescription): string[] {
  const [name = '', ...rest] = usage.split(' ');
  return [
    `.SS ${[name, ...rest].map(said).join(' ')}`,
    said(`${about}.`),
    ...positionals.flatMap((positional) => item(positional.name, aboutOf(positional), '.I')),
    ...flags.filter(({ name: flag }) => flag !== 'help').flatMap((flag) => item(spelt(flag), aboutOf(flag))),
    ...(examples.length === 0 ? [] : ['.PP', 'Examples:']),
    ...examples.flatMap(([line, what]) => [
      ...(what === '' ? [] : ['.PP', said(`${what}:`)]),
      '.PP',
      '.in +4n',
      '.nf',
      said(line),
      '.fi',
      '.in',
    ]),
  ];
}

function spelt({ name, alias, type }: ArgumentDescription): string {
  const names = [...(alias === undefined ? [] : [typed(alias)]), typed(name)].join(', ');
  return type === 'boolean' ? names : `${names} ${type === 'number' ? 'N' : 'VALUE'}`;
}

function aboutOf({ about, choices, default: fallback }: ArgumentDescription): string {
  const known = fallback === undefined || fallback === false ? '' : `; default: ${fallback}`;
  const one = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return `${about}${one}${known}`;
}

function item(term: string, about: string, face = '.B'): string[] {
  return ['.TP', `${face} ${said(term)}`, said(about)];
}

/** A hyphen is one that can be copied, and no line is taken for a request. */
function said(given: string): string {
  const escaped = given
    .replaceAll('\\', '\\e')
    .replaceAll('’', "'")
    .replaceAll('-', '\\-')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha')
    .replaceAll('`', '\\(ga')
    .replaceAll("'", '\\(aq')
    .replaceAll('"', '\\(dq');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
