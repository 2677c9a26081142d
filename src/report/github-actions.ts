import { appendFile } from 'node:fs/promises';
import type { FlexcertRecord } from '../record/schema.ts';
import { renderGithub } from './github.ts';
import { renderMarkdown } from './markdown.ts';

/** The variables that the runner of GitHub Actions sets. */
export interface GithubEnvironment {
  GITHUB_ACTIONS?: string | undefined;
  GITHUB_STEP_SUMMARY?: string | undefined;
  GITHUB_OUTPUT?: string | undefined;
}

export interface GithubTold {
  /** Workflow commands, to be printed on stdout or stderr; undefined when this is no GitHub job. */
  annotations?: string;
  /** What could not be written, and why: never a reason to fail the run. */
  broken: string[];
}

/** In a job of GitHub Actions: its summary, the step's outputs, and the annotations to print. Elsewhere nothing. */
export async function tellGithub(
  record: FlexcertRecord,
  environment: GithubEnvironment,
): Promise<GithubTold> {
  if (environment.GITHUB_ACTIONS !== 'true') return { broken: [] };
  const broken = [
    await append(environment.GITHUB_STEP_SUMMARY, () => renderMarkdown(record)),
    await append(environment.GITHUB_OUTPUT, () => outputs(record)),
  ];
  return { annotations: renderGithub(record), broken: broken.filter((trouble) => trouble !== undefined) };
}

/** `steps.<id>.outputs.verdict` and the like; none of the values can hold a newline. */
function outputs({ summary: { verdict, counts } }: FlexcertRecord): string {
  return [
    `verdict=${verdict}`,
    `must-passed=${counts.MUST.passed}`,
    `must-failed=${counts.MUST.failed}`,
    `should-failed=${counts.SHOULD.failed}`,
    '',
  ].join('\n');
}

async function append(file: string | undefined, text: () => string): Promise<string | undefined> {
  if (file === undefined || file === '') return undefined;
  try {
    await appendFile(file, text());
    return undefined;
  } catch (error) {
    return `${file}: ${(error as Error).message}`;
  }
}
