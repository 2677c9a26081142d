import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dir } from 'tmp-promise';
import { explainAnswer } from '../../src/diagnose/answer/explain-answer.ts';
import { explainLog } from '../../src/diagnose/log/explain-log.ts';
import { matchRules } from '../../src/diagnose/match-rules.ts';
import { examinePluginDirectory } from '../../src/diagnose/plugin-directory.ts';
import type { AnswerExample, Example, MachineExample } from '../../src/diagnose/rule.ts';
import { RULES } from '../../src/diagnose/rules/index.ts';
import { profileFor } from '../../src/kubelet/profile.ts';

/** The rules that fit an example, found the way a user would have them found. */
export async function causesOf(example: Example): Promise<string[]> {
  if ('answer' in example) return causesOfAnswer(example.answer);
  if ('log' in example)
    return explainLog(example.log).troubles.flatMap(({ causes }) => causes.map(({ rule }) => rule));
  if ('machine' in example) return causesOfFiles(example.machine);
  const { on, ...aspects } = example.fact;
  return matchRules({ on: on === 'log' ? 'log' : 'machine', aspects }, RULES).map(({ rule }) => rule);
}

function causesOfAnswer({ command, output, exit, signal, spawnError, args }: AnswerExample): string[] {
  const ended =
    spawnError !== undefined ? { spawnError } : signal !== undefined ? { signal } : { code: exit ?? 0 };
  const answer = {
    command,
    output: Buffer.from(output),
    exit: ended,
    ...(args === undefined ? {} : { args }),
  };
  return explainAnswer(answer).causes.map(({ rule }) => rule);
}

async function causesOfFiles({ files }: MachineExample): Promise<string[]> {
  const { path, cleanup } = await dir({ prefix: 'flexcert-test-', unsafeCleanup: true });
  try {
    chmodSync(path, 0o755);
    writeFiles(path, files);
    const options = { profile: profileFor('1.32'), isolation: 'none', kubelets: [] } as const;
    const report = await examinePluginDirectory(path, options);
    return [...report.causes, ...report.drivers.flatMap(({ causes }) => causes)].map(({ rule }) => rule);
  } finally {
    await cleanup();
  }
}

/** Files of a plugin directory; a file that is not told a mode may be executed by everyone. */
export function writeFiles(root: string, files: MachineExample['files']): void {
  for (const [name, given] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    const file = typeof given === 'string' ? { text: given } : given;
    if (file.symlink !== undefined) {
      symlinkSync(file.symlink, path);
      continue;
    }
    writeFileSync(path, file.base64 === undefined ? (file.text ?? '') : Buffer.from(file.base64, 'base64'));
    chmodSync(path, file.mode ?? 0o755);
  }
}
