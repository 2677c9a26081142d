import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE, profileFor } from '../kubelet/profile.ts';
import { ISOLATIONS, type Isolation } from '../sandbox/types.ts';
import type { CliCommand } from './command.ts';

interface Args {
  file?: string;
  '--'?: string[];
  jsonl: boolean;
  json: boolean;
  rules: boolean;
  as: 'auto' | 'answer' | 'log';
  command?: string;
  exit?: string;
  kubelet: string;
  isolation: Isolation;
  timeout: number;
}

export const command: CliCommand<Args> = {
  usage: 'explain [file]',
  about: "What the kubelet concludes from a driver's answer or says in its log, why, and what mends it",
  examples: [
    [
      'journalctl -u kubelet --since -1h | flexcert explain',
      'the troubles that a log tells, each with its cause',
    ],
    [
      'flexcert explain -- ./nas mount /mnt \'{"share":"a"}\'',
      'runs it apart from the host, and explains what it answered',
    ],
    ['flexcert explain --command init answer.txt', 'an answer that was kept in a file'],
    ['kubectl describe pod web | flexcert explain', 'the events of a pod'],
    [
      'flexcert explain --jsonl < cases.jsonl',
      'a line {"id","command","stdout","stderr","exit"} in, a line {"id","outcome","error","status"} out',
    ],
    ['flexcert explain --rules', 'every cause that is known'],
  ],
  options: (yargs) =>
    yargs
      .positional('file', { type: 'string', describe: 'what to explain; stdin when it is left out or -' })
      .option('as', {
        choices: ['auto', 'answer', 'log'] as const,
        default: 'auto',
        describe: "whether it is a driver's answer or a log",
      })
      .option('command', { type: 'string', describe: 'the command that was answered; default: guessed' })
      .option('exit', {
        type: 'string',
        describe: 'how the driver ended: an exit code, or a signal such as KILL',
      })
      .option('kubelet', {
        type: 'string',
        default: DEFAULT_RELEASE,
        describe: 'release of the kubelet, 1.2 to 1.36, also with a patch number',
      })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document for programs' })
      .option('rules', { type: 'boolean', default: false, describe: 'lists the causes that are known' })
      .option('jsonl', {
        type: 'boolean',
        default: false,
        describe: 'a stream of cases, one JSON object a line',
      })
      .option('isolation', {
        choices: ISOLATIONS,
        default: 'full',
        describe: 'where `-- command` runs: apart from the host, or on it',
      })
      .option('timeout', {
        type: 'number',
        default: 60,
        describe: 'seconds that `-- command` may take',
      }) as never,
  async run(args) {
    const profile = profileFor(args.kubelet);
    if (args.rules) return (await import('./explain-rules.ts')).explainRules(args.json);
    if (args.jsonl) {
      const { explainJsonl } = await import('./explain-jsonl.ts');
      return explainJsonl(await openInput(args.file), profile);
    }
    const words = args['--'] ?? [];
    const { explainCommand, explainText } = await import('./explain-text.ts');
    if (words.length > 0) {
      if (args.file !== undefined)
        throw new UsageError(`give a file or \`-- command\`, not both: "${args.file}" stands before the --`);
      return explainCommand(words, args);
    }
    return explainText(await openInput(args.file), args);
  },
};

async function openInput(file: string | undefined): Promise<NodeJS.ReadableStream> {
  if (file === undefined || file === '-') return process.stdin;
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error.code);
  const trouble = typeof found === 'object' ? found.isDirectory() && 'it is a directory' : found;
  if (trouble)
    throw new UsageError(`cannot read ${file}: ${trouble}. Name a file that exists, or - for stdin`);
  return createReadStream(file);
}
