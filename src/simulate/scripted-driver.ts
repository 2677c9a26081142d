import type { Answer, Answers } from './scenario.ts';

/** Answered to what a scenario names nowhere. */
const DEFAULT: Answer = { stdout: '{"status":"Not supported"}', stderr: '', exit: 1, do: '' };

export interface ScriptOptions {
  answers: Answers;
  /** An empty directory: how often each command was called. */
  state: string;
  /** A directory of the kubelet root's own filesystem, for `bind`. */
  bindSource: string;
  /** What `@LOOP@` stands for. */
  loop?: string;
}

/**
 * The scripted driver as an executable: a POSIX shell script without a child process but for what its
 * answers really do, so that a call costs little.
 */
export function driverScript({ answers, state, bindSource, loop }: ScriptOptions): string {
  const { '*': others = [DEFAULT], ...named } = answers;
  return [
    '#!/bin/sh',
    `state=${quote(state)}`,
    `bind_source=${quote(bindSource)}`,
    'count=0',
    'if [ -r "$state/$1" ]; then read -r count <"$state/$1"; fi',
    'echo $((count + 1)) >"$state/$1"',
    ...ACTIONS,
    'case $1 in',
    ...Object.entries(named).flatMap(([command, list]) => branch(quote(command), list, loop)),
    ...branch('*', others, loop),
    'esac',
    '',
  ].join('\n');
}

/** Failures are ignored, and nothing of them gets into the answer. */
const ACTIONS = [
  'do_tmpfs() { mkdir -p "$1"; mount -t tmpfs scripted-volume "$1"; }',
  'do_bind() { mount --bind "$bind_source" "$1"; }',
  'do_tree() { mkdir -m 700 "$1/sub"; : >"$1/file"; chmod 600 "$1/file"; : >"$1/exec"; chmod 755 "$1/exec"; ln -s file "$1/link"; }',
  'do_umount() { umount "$1"; }',
  'do_rmdir() { rmdir "$1"; }',
  'do_file() { : >"$1/left-by-driver"; }',
];

/** The answers of one command in their order; the last one is repeated. */
function branch(pattern: string, answers: readonly Answer[], loop: string | undefined): string[] {
  const last = answers.length - 1;
  return [
    `${pattern}) case $count in`,
    ...answers.flatMap((answer, index) => [
      `${index === last ? '*' : index})`,
      ...statements(answer, loop),
      ';;',
    ]),
    'esac ;;',
  ];
}

function statements(answer: Answer, loop: string | undefined): string[] {
  const actions = answer.do.split(',').filter((action) => action !== '');
  const print = (text: string, to: string): string[] =>
    text === '' ? [] : [`printf %s ${quote(text.replaceAll('@LOOP@', loop ?? '@LOOP@'))}${to}`];
  return [
    ...actions.map((action) => `do_${action} "$2" >/dev/null 2>&1`),
    ...print(answer.stdout, ''),
    ...print(answer.stderr, ' >&2'),
    `exit ${answer.exit}`,
  ];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
