import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { requirement, type TestContext } from '../../src/conformance/api.ts';
import { PATH, worksWith, worksWithout } from '../support/surroundings.ts';

requirement(
  'discovery/runs-in-any-directory',
  'MUST',
  'work whatever the working directory is',
  {
    reference:
      "drivers are run in the kubelet's own working directory, which below systemd is / and never the driver's",
  },
  async (t) => {
    const rich = t.kubelet.with({ cwd: dirname(t.driver.executable) });
    const elsewhere = join(t.node.scratch, 'elsewhere');
    mkdirSync(elsewhere);
    for (const cwd of ['/', elsewhere]) await worksWithout(t, t.kubelet.with({ cwd }), rich);
  },
);

requirement(
  'discovery/runs-under-any-umask',
  'SHOULD',
  'work whatever the umask is',
  {
    reference:
      'drivers inherit the umask of the kubelet: 022 as a rule, 077 on hardened nodes, 0 in some containers',
    needs: ['init'],
  },
  async (t) => {
    for (const umask of [0o077, 0]) await worksWith(t, t.kubelet.with({ umask }));
  },
);

requirement(
  'discovery/runs-with-path-alone',
  'MUST',
  'work with nothing but PATH in its environment',
  {
    reference:
      'drivers inherit the environment of the kubelet, a service and no login: dims/docker-flexvol#6',
  },
  async (t) => {
    const login = {
      PATH,
      USER: 'root',
      LOGNAME: 'root',
      SHELL: '/bin/sh',
      LANG: 'C.UTF-8',
      HOSTNAME: 'node-1',
    };
    await worksWithout(t, t.kubelet.with({ env: { PATH } }), t.kubelet.with({ env: { ...login, PWD: '/' } }));
  },
);

requirement(
  'discovery/needs-no-home',
  'MUST',
  'work without a home directory',
  {
    reference:
      'below systemd the kubelet has no HOME: ~ stays as it is, and programs that want a directory there fail',
  },
  async (t) =>
    worksWithout(t, t.kubelet.with({ env: { PATH } }), t.kubelet.with({ env: { PATH, HOME: '/root' } })),
);

requirement(
  'discovery/needs-no-syslog',
  'MUST',
  'work where there is no /dev/log',
  {
    reference: 'the containers of kubelet and controller-manager have none: projectcalico/pod2daemon#23',
    needs: ['isolation'],
  },
  async (t) => {
    // A cell has a /dev of its own, and no /dev/log in it.
    const init = await t.kubelet.init();
    if (init.conclusion.outcome === 'success') return worksWith(t, t.kubelet);
    const syslog = createServer().listen('/dev/log');
    try {
      await worksWithout(t, { ...t.kubelet, init: async () => init }, t.kubelet);
    } finally {
      syslog.close();
    }
  },
);

requirement(
  'discovery/needs-no-terminal',
  'MUST',
  'work without a terminal',
  {
    reference: 'a kubelet has none and /dev/tty cannot be opened: no driver can ask anyone',
    needs: ['tool:script'],
  },
  async (t) => {
    const terminal = ['sh', '-c', 'exec script --quiet --return --command "\'$0\' $*" /dev/null'];
    await worksWithout(t, t.kubelet, t.kubelet.with({ wrap: terminal }));
  },
);

requirement(
  'discovery/works-from-a-read-only-directory',
  'SHOULD',
  'work from a plugin directory that cannot be written to',
  {
    reference: '/usr is read-only on many nodes: kubernetes/kubernetes#88210, rancher/k3os#282',
    needs: ['init', 'root', 'isolation'],
  },
  async (t) => {
    const plugins = dirname(dirname(t.driver.executable));
    await remounted(t, [plugins], 'ro', () => worksWith(t, t.kubelet));
  },
);

requirement(
  'discovery/executes-nothing-elsewhere',
  'SHOULD',
  'execute nothing from /tmp, /run, /dev/shm or the directories of the kubelet',
  {
    reference: 'they are mounted noexec on hardened nodes: kubernetes/kops#10547',
    needs: ['init', 'root', 'isolation'],
  },
  async (t) => {
    const kubelet = t.kubelet.dir(await t.volume(), t.pod()).replace(/\/pods\/.*/, '');
    await remounted(t, ['/tmp', '/run', '/dev/shm', kubelet], 'noexec', () => worksWith(t, t.kubelet));
  },
);

/** With the directories mounted over themselves, with that option. */
async function remounted(
  { node, skip }: TestContext,
  paths: readonly string[],
  option: string,
  during: () => Promise<void>,
): Promise<void> {
  const changed: string[] = [];
  try {
    for (const path of paths) {
      const bound = await node.run('mount', '--bind', path, path);
      if (bound.code !== 0) skip(`${path} cannot be bound here: ${bound.stderr.trim()}`);
      changed.unshift(path);
      await node.run('mount', '-o', `remount,bind,${option}`, path);
    }
    await during();
  } finally {
    for (const path of changed) await node.run('umount', '--lazy', path);
  }
}
