import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { explainLog, type LogExplanation } from '../../../src/diagnose/log/explain-log.ts';
import { driversHere } from '../../../src/diagnose/machine/drivers-here.ts';
import type { MachineExample } from '../../../src/diagnose/rule.ts';
import { showLog } from '../../../src/diagnose/text/show-log.ts';
import { logToJson } from '../../../src/diagnose/to-json.ts';
import { needs } from '../../support/needs.ts';
import { writeFiles } from '../causes-of.ts';

const FORK = 'W1125 03:02:11.418233     812 driver-call.go:149] FlexVolume: driver call failed: executable: ';
const options = '{"kubernetes.io/fsType":"","kubernetes.io/readwrite":"rw","mountoptions":"vers=3"}';

/** A line as a kubelet writes it when the driver could not be executed. */
const notExecuted = (path: string, why: string, args = 'init') =>
  `${FORK}${path}, args: [${args}], error: fork/exec ${path}: ${why}, output: ""\n`;
const answered = (path: string, output: string) =>
  `${FORK}${path}, args: [mount /d ${options}], error: exit status 1, output: ${JSON.stringify(output)}\n`;

/** Explains a log on a machine that has these files in its plugin directory. */
async function explainedWith(
  files: MachineExample['files'],
  log: (executable: string) => string,
): Promise<{ explained: LogExplanation; text: string; path: string }> {
  return withDir(
    async ({ path }) => {
      writeFiles(path, files);
      const explained = explainLog(log(join(path, 'example.com~nas/nas')), undefined, driversHere([]));
      return { explained, text: showLog(explained, { color: false, width: 100 }), path };
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );
}

const rulesOf = ({ troubles }: LogExplanation) =>
  troubles.map(({ here, causes }) => ({
    here: here?.causes.map(({ rule, certainty }) => `${rule} ${certainty}`),
    causes: causes.map(({ rule, certainty }) => `${rule} ${certainty}`),
  }));

describe('a driver that a log names and that is on this machine', () => {
  it('is looked at: what was a guess is known then', async () => {
    const { explained, text } = await explainedWith(
      { 'example.com~nas/nas': '#!/opt/gone/python\n' },
      (path) => notExecuted(path, 'no such file or directory'),
    );
    expect(rulesOf(explained)[0]?.here).toContain('interpreter-missing certain');
    expect(rulesOf(explained)[0]?.causes).not.toContain('interpreter-missing guess');
    expect(text).toMatch(/This machine has .*nas/);
    expect(text).toContain('/opt/gone/python');
    expect(JSON.stringify(logToJson(explained))).toContain('"here":{"executable":');
  });

  it('is found to be missing, with what lies there instead', async () => {
    const { explained, text } = await explainedWith({ 'example.com~nas/nas.sh': '#!/bin/sh\n' }, (path) =>
      notExecuted(path, 'no such file or directory'),
    );
    expect(rulesOf(explained)[0]?.here).toEqual(['executable-missing certain']);
    expect(text).toContain('`nas.sh`');
  });

  it('is said to be sound where nothing is amiss, and the guesses stay', async () => {
    const { explained, text } = await explainedWith({ 'example.com~nas/nas': '#!/bin/sh\n' }, (path) =>
      notExecuted(path, 'no such file or directory'),
    );
    expect(rulesOf(explained)[0]?.here).toEqual([]);
    expect(rulesOf(explained)[0]?.causes).toContain('interpreter-missing guess');
    expect(text).toMatch(/nothing amiss/);
  });

  it('does not read an option that the volume gives, and reads another of nearly its name', async () => {
    const script = '#!/bin/sh\nopts=$(printf %s "$3" | sed -n s/mountOptions//p)\n';
    const { explained, text } = await explainedWith({ 'example.com~nas/nas': script }, (path) =>
      answered(path, '{"status":"Failure","message":"timed out"}'),
    );
    expect(rulesOf(explained)[0]?.here).toContain('option-not-read guess');
    expect(text).toMatch(/`mountoptions`[\s\S]*`mountOptions`/);
  });

  it('reads the option, or nothing like it: no word of that', async () => {
    for (const script of ['#!/bin/sh\n# mountoptions\n', '#!/bin/sh\nexec /bin/true options mount\n']) {
      const { explained } = await explainedWith({ 'example.com~nas/nas': script }, (path) =>
        answered(path, '{"status":"Failure","message":"timed out"}'),
      );
      expect(rulesOf(explained)[0]?.here).not.toContain('option-not-read guess');
    }
  });

  it('is told once, whatever the number of its troubles', async () => {
    const { text } = await explainedWith(
      { 'example.com~nas/nas': '#!/opt/gone/python\n' },
      (path) =>
        notExecuted(path, 'no such file or directory') +
        notExecuted(path, 'no such file or directory', 'unmount /d'),
    );
    expect(text.match(/rule interpreter-missing/g)).toHaveLength(1);
  });

  it('lies on a filesystem that is mounted noexec', async (context) => {
    needs(context, 'root');
    await withDir(
      async ({ path }) => {
        const script = `mount -t tmpfs -o noexec tmpfs ${path} && mkdir ${path}/example.com~nas &&
          printf '#!/bin/sh\n' >${path}/example.com~nas/nas && chmod 755 ${path}/example.com~nas/nas &&
          printf '%s' "$1" | node dist/src/cli/main.js explain &&
          { node dist/src/cli/main.js doctor --isolation none ${path} || :; }`;
        const line = notExecuted(join(path, 'example.com~nas/nas'), 'permission denied');
        const { stdout } = await execa('unshare', ['-m', 'sh', '-c', script, 'sh', line]);
        expect(stdout).toMatch(/This machine has .*nas[\s\S]*Cause: the plugin directory is mounted noexec/);
        expect(stdout).toMatch(/1 driver\n[\s\S]*✗ example\.com~nas/);
      },
      { prefix: 'flexcert-test-' },
    );
  });

  it('is not spoken of where it is not here', () => {
    const path = '/nonexistent/example.com~nas/nas';
    expect(existsSync(path)).toBe(false);
    const explained = explainLog(notExecuted(path, 'permission denied'), undefined, driversHere([]));
    expect(explained.troubles[0]?.here).toBeUndefined();
  });
});
