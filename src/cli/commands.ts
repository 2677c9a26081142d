import type { CommandEntry } from './command.ts';

/** Every command, in the order of `--help`. A command's own module is loaded only when it is used. */
export const COMMAND_ENTRIES: readonly CommandEntry[] = [
  {
    name: 'run',
    usage: 'run [driver]',
    summary: 'runs the requirements against a driver, writes the reports',
    load: async () => (await import('./run.ts')).command,
  },
  {
    name: 'certify',
    usage: 'certify [driver]',
    summary: 'runs the whole suite, writes record, reports, certificate',
    load: async () => (await import('./certify.ts')).command,
  },
  {
    name: 'verify',
    usage: 'verify <certificate>',
    summary: 'checks a certificate offline: seal, driver, record, verdict',
    load: async () => (await import('./verify.ts')).command,
  },
  {
    name: 'list',
    usage: 'list',
    summary: 'the requirements: id, level, sentence, and why',
    load: async () => (await import('./list.ts')).command,
  },
  {
    name: 'simulate',
    usage: 'simulate <scenario..>',
    summary: 'plays manifests and steps against a driver, call by call',
    load: async () => (await import('./simulate.ts')).command,
  },
  {
    name: 'call',
    usage: 'call <driver> <command> [arg..]',
    summary: 'one call as a kubelet makes it, and what it concludes',
    load: async () => (await import('./call.ts')).command,
  },
  {
    name: 'report',
    usage: 'report <record..>',
    summary: 'renders records in any format, merges shards, compares runs',
    load: async () => (await import('./report.ts')).command,
  },
  {
    name: 'explain',
    usage: 'explain [file]',
    summary: 'cause and mend of an answer, or of lines of a kubelet log',
    load: async () => (await import('./explain.ts')).command,
  },
  {
    name: 'bench',
    usage: 'bench <driver>',
    summary: 'how long each command takes, lifecycles in a second, growth',
    load: async () => (await import('./bench.ts')).command,
  },
  {
    name: 'doctor',
    usage: 'doctor [directory]',
    summary: 'what this machine lacks, or what ails the drivers on it',
    load: async () => (await import('./doctor.ts')).command,
  },
  {
    name: 'clean',
    usage: 'clean',
    summary: 'removes what a killed run left behind',
    load: async () => (await import('./clean.ts')).command,
  },
  {
    name: 'record',
    usage: 'record <action> <target>',
    summary: "install, remove, show: writes down a real kubelet's calls",
    load: async () => (await import('./record.ts')).command,
  },
  {
    name: 'replay',
    usage: 'replay <trace>',
    summary: 'makes recorded calls again, or checks them',
    load: async () => (await import('./replay.ts')).command,
  },
  {
    name: 'sonobuoy',
    usage: 'sonobuoy [driver]',
    summary: "entry point of the Sonobuoy plugin, for a node's drivers",
    load: async () => (await import('./sonobuoy.ts')).command,
  },
  {
    name: 'reference-driver',
    usage: 'reference-driver <directory>',
    summary: 'puts a driver there that is conformant, to try things on',
    load: async () => (await import('./reference-driver.ts')).command,
  },
  {
    name: 'completion',
    usage: 'completion <shell>',
    summary: 'a script with which bash, zsh or fish completes all this',
    load: async () => (await import('./completion.ts')).completionCommand(COMMAND_ENTRIES),
  },
];
