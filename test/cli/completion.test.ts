import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMAND_ENTRIES } from '../../src/cli/commands.ts';
import { bashCompletion } from '../../src/cli/completion/bash.ts';
import { fishCompletion } from '../../src/cli/completion/fish.ts';
import { zshCompletion } from '../../src/cli/completion/zsh.ts';
import { describeCommands } from '../../src/cli/describe-command.ts';
import { needs } from '../support/needs.ts';

const commands = await describeCommands(COMMAND_ENTRIES);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flexcert-completion-'));
  writeFileSync(join(folder, 'bash'), bashCompletion(commands));
  writeFileSync(join(folder, '_flexcert'), zshCompletion(commands));
  writeFileSync(join(folder, 'fish'), fishCompletion(commands));
  writeFileSync(join(folder, 'vendor.yaml'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What bash offers where the last word ends. Words as bash splits them, the = of a flag on its own. With a socket for its
 * input bash takes itself for a remote shell and would read the machine's bashrc.
 */
async function inBash(...words: string[]): Promise<string[]> {
  const script = `source '${folder}/bash'; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _flexcert; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await execa('bash', ['--norc', '-uc', script, 'bash', 'flexcert', ...words], {
    cwd: folder,
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

async function inFish(line: string): Promise<string[]> {
  const script = `source '${folder}/fish'; complete -C '${line}'`;
  const { stdout, stderr } = await execa('fish', ['--no-config', '-c', script], { cwd: folder });
  expect(stderr).toBe('');
  return stdout.split('\n').map((offered) => offered.split('\t')[0] as string);
}

/** Types a line into an interactive zsh, and reads what it lists. */
async function inZsh(line: string): Promise<string> {
  const script = `
    zmodload zsh/zpty; zpty shell zsh -f -i
    feed() { zpty -w shell "$1"; }
    feed "PROMPT=; fpath=('${folder}' $fpath); autoload -U compinit; compinit -u -D; cd '${folder}'; stty cols 200 rows 60; print READY"
    zpty -r shell seen '*READY*READY*'
    zpty -n -w shell $'${line}\\t\\t'
    typeset all=; integer tries=0
    while ((tries++ < 400)); do zpty -r -t shell part && { all+=$part; tries=360 } || sleep 0.05; [[ $tries -gt 399 ]] && break; done
    print -r -- $all`;
  const { stdout } = await execa('zsh', ['-fc', script], { cwd: folder });
  return stdout;
}

describe('completion', () => {
  test('bash: commands, flags, values, positionals, files', async () => {
    expect(await inBash('re')).toEqual(['report', 'record', 'replay', 'reference-driver']);
    expect(await inBash('run', '--grep')).toEqual(['--grep', '--grep-invert']);
    expect(await inBash('run', '-')).toContain('-x');
    expect(await inBash('run', './nas', '--level', '')).toEqual(['MUST', 'SHOULD', 'MAY']);
    expect(await inBash('run', '--suite', '=', 'mo')).toEqual(['mountdevice', 'mount']);
    expect(await inBash('run', '--suite', '=')).toContain('discovery');
    expect(await inBash('record', 're')).toEqual(['remove']);
    expect(await inBash('call', './nas', 'mou')).toEqual(['mountdevice', 'mount']);
    expect(await inBash('certify', './nas', '--vendor', 'ven')).toEqual(['vendor.yaml']);
    expect(await inBash('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('fish: the same', async (context) => {
    needs(context, 'fish');
    expect((await inFish('flexcert re')).slice(0, 4)).toEqual([
      'record',
      'reference-driver',
      'replay',
      'report',
    ]);
    expect(await inFish('flexcert run --grep')).toEqual(['--grep', '--grep-invert']);
    expect(await inFish('flexcert run --level ')).toEqual(['MAY', 'MUST', 'SHOULD']);
    expect(await inFish('flexcert record in')).toContain('install');
  });

  test('zsh: the same', async (context) => {
    needs(context, 'zsh');
    await execa('zsh', ['-n', join(folder, '_flexcert')]);
    const flags = await inZsh('flexcert run --gre');
    expect(flags).toContain('--grep-invert');
    expect(flags).toContain('only ids and sentences that match this pattern');
    expect(await inZsh('flexcert run --level ')).toMatch(/SHOULD/);
    expect(await inZsh('flexcert re')).toContain('makes recorded calls again, or checks them');
  });

  test('every command and every flag is there, in each shell', () => {
    for (const { name, flags } of commands) {
      for (const script of [bashCompletion(commands), zshCompletion(commands), fishCompletion(commands)]) {
        expect(script).toContain(name);
        for (const flag of flags.filter((one) => one.name.length > 1)) {
          expect(script.includes(`--${flag.name}`) || script.includes(`-l ${flag.name}`)).toBe(true);
        }
      }
    }
  });
});
