import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { DEFAULT_RELEASE, profileFor } from '../kubelet/profile.ts';
import type { CliCommand } from './command.ts';
import { explainJsonl } from './explain-jsonl.ts';

interface Args {
  file?: string;
  jsonl: boolean;
  kubelet: string;
}

export const command: CliCommand<Args> = {
  usage: 'explain [file]',
  about: "What the kubelet concludes from a driver's answer, and why",
  examples: [
    [
      'flexcert explain --jsonl < cases.jsonl',
      'a line {"id","command","stdout","stderr","exit"} in, a line {"id","outcome","error","status"} out',
    ],
    ['flexcert explain --jsonl --kubelet 1.20 cases.jsonl', 'the same from a file, as kubelet 1.20 reads it'],
  ],
  options: (yargs) =>
    yargs
      .positional('file', { type: 'string', describe: 'what to explain; stdin when it is left out or -' })
      .option('jsonl', {
        type: 'boolean',
        default: false,
        describe: 'a stream of cases, one JSON object a line',
      })
      .option('kubelet', {
        type: 'string',
        default: DEFAULT_RELEASE,
        describe: 'release of the kubelet, 1.2 to 1.36, also with a patch number',
      }) as never,
  async run({ file, jsonl, kubelet }) {
    if (!jsonl)
      throw new UsageError(
        'say what to explain: --jsonl reads a stream of cases. See: flexcert explain --help',
      );
    const profile = profileFor(kubelet);
    return explainJsonl(await openInput(file), profile);
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
