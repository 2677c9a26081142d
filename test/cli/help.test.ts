import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { COMMAND_ENTRIES } from '../../src/cli/commands.ts';
import { describeCommands } from '../../src/cli/describe-command.ts';
import { overview } from '../../src/cli/overview.ts';
import { helpOf } from '../../src/cli/run-command.ts';
import { needs } from '../support/needs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const commands = await describeCommands(COMMAND_ENTRIES);

describe('help', () => {
  test('tells every command within 80 columns', () => {
    const text = overview(COMMAND_ENTRIES);
    for (const { name } of COMMAND_ENTRIES) expect(text).toContain(`\n  ${name} `);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test.each(COMMAND_ENTRIES.map((entry) => [entry.name, entry] as const))(
    '%s: flags within 80 columns, examples in one piece',
    async (name, entry) => {
      const command = await entry.load();
      const [flags = '', examples = ''] = (await helpOf(command, 80)).split('\nExamples:\n');
      expect(flags.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const [line] of command.examples) expect(examples.split('\n')).toContain(`  ${line}`);
      expect(flags.startsWith(`flexcert ${command.usage}`)).toBe(true);
      // All that yargs shows is described, so that completion and manual have it too.
      const shown = [...flags.matchAll(/^ +(?:-\w, )?--?([\w-]+)/gm)].map(([, flag]) => flag);
      const described = commands.find((one) => one.name === name)?.flags.map((flag) => flag.name);
      expect(new Set(shown)).toEqual(new Set(described));
    },
  );

  test('is asked for by -h too, and not by what comes after --', async () => {
    const cli = [`${root}dist/src/cli/main.js`];
    const { stdout } = await execa(process.execPath, [...cli, 'list', '-h']);
    expect(stdout).toContain('flexcert list --level MUST');
    const { stdout: explained } = await execa(
      process.execPath,
      [...cli, 'explain', '--', '/nowhere', '--help'],
      {
        reject: false,
      },
    );
    expect(explained).not.toContain('Examples:');
  });
});

describe('man/flexcert.1', () => {
  test('is that of the command table: npm run docs', async () => {
    const argv = ['--import', './test/support/strip-types.mjs', 'scripts/make-man.ts', '--check'];
    const { stderr } = await execa(process.execPath, argv, { cwd: root, reject: false });
    expect(stderr).toBe('');
  });

  test('has no fault that mandoc knows', async (context) => {
    needs(context, 'mandoc');
    const argv = ['-T', 'lint', '-W', 'warning', 'man/flexcert.1'];
    const { stdout } = await execa('mandoc', argv, { cwd: root, reject: false });
    // A date would make another page of the same commands.
    const faults = stdout.split('\n').filter((line) => line !== '' && !line.includes('missing date'));
    expect(faults).toEqual([]);
  });
});
