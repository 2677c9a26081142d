import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { requirement, type TestContext } from '../../src/conformance/api.ts';
import { callEveryCommand } from '../support/every-command.ts';
import { PATH, worksWith } from '../support/surroundings.ts';

/** Programs that many nodes do not have. */
const OFTEN_MISSING = /^(jq|perl|python[\d.]*|ruby|curl|wget|docker|nc|bc|xxd)$/;

/** What /bin/sh is on one system or another. */
const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'sh']] as const;

requirement(
  'protocol/works-under-every-sh',
  'SHOULD',
  'work under dash, bash and busybox alike, when it begins with #!/bin/sh',
  {
    reference:
      'the kubelet reads "-ne {..." where echo has no flags: kubernetes/kubernetes#54494, juliohm1978/kubernetes-cifs-volumedriver#13',
  },
  async (t) => {
    if (!/^(\/usr)?\/bin\/sh$/.test(interpreterOf(t))) t.notApplicable('it does not begin with #!/bin/sh');
    for (const shell of SHELLS) {
      const found = await t.node.run('sh', '-c', `command -v ${shell[0]}`);
      if (found.code === 0) await worksWith(t, t.kubelet.with({ wrap: shell }));
      else t.note(`${shell[0]} is not installed: not tried`);
    }
  },
);

requirement(
  'protocol/tells-which-program-is-missing',
  'SHOULD',
  'answer in JSON where jq, perl, python, curl and the like are not installed, and not claim Success',
  {
    reference:
      '"jq: command not found" makes its answer unreadable, or the driver goes on with empty values: Azure/kubernetes-keyvault-flexvol#113, kubernetes/kubernetes#47066',
  },
  async (t) => {
    const [data, web] = [await t.volume(), t.pod()];
    const kubelet = t.kubelet.with({ env: { PATH: directoryOfPrograms(t) } });
    for (const call of await callEveryCommand(t, { kubelet, until: 'mount' })) t.expect.answered(call);
    const mount = await kubelet.mount(data, web);
    if (t.driver.supports('mount') && mount.conclusion.outcome === 'success')
      t.expect.that(
        t.node.mountsAt(kubelet.dir(data, web)).length > 0,
        'a mount, as it claims',
        'none',
        mount,
      );
  },
);

/** Links to every program in PATH but those that are often missing, its interpreter aside. */
function directoryOfPrograms(t: TestContext): string {
  const directory = join(t.node.scratch, 'programs');
  mkdirSync(directory);
  const interpreter = basename(interpreterOf(t));
  const programs = new Map(
    PATH.split(':')
      .reverse()
      .flatMap((from) => namesIn(from).map((name) => [name, join(from, name)] as const)),
  );
  for (const [name, path] of programs) {
    if (!OFTEN_MISSING.test(name) || name === interpreter) symlinkSync(path, join(directory, name));
  }
  return directory;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** As its first line names it: `python3` of `#!/usr/bin/env python3`; '' for a program. */
function interpreterOf({ driver }: TestContext): string {
  const line = readFileSync(driver.executable, 'latin1').split('\n', 1)[0] as string;
  const [interpreter = '', argument = ''] = line.startsWith('#!') ? line.slice(2).trim().split(/\s+/) : [];
  return interpreter.endsWith('/env') ? argument : interpreter;
}
