import { statSync } from 'node:fs';
import { requirement } from '../src/conformance/api.ts';

/** All that a kubelet's unit file guarantees. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

requirement(
  'discovery/is-executable-by-all',
  'SHOULD',
  'have the run bit for owner, group and others, as in mode 0755',
  {
    reference:
      'the controller-manager calls attach, often not as root; then it reads an empty answer (kubernetes pod2daemon #78)',
  },
  async ({ driver, expect }) => {
    const mode = statSync(driver.executable).mode & 0o777;
    expect.that((mode & 0o111) === 0o111, 'the run bit for all', `mode 0${mode.toString(8)}`);
  },
);

requirement(
  'discovery/has-a-plain-name',
  'SHOULD',
  'have a name of one vendor and one driver, of letters, digits, dots and hyphens',
  { reference: 'a name with a colon loads and is then never found (kubernetes/kubernetes#57510)' },
  async ({ driver, expect }) => {
    const plain = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
    expect.that(plain.test(driver.name), 'vendor/driver in plain characters', driver.name);
  },
);

requirement(
  'discovery/runs-with-path-alone',
  'MUST',
  'answer init in an environment that holds PATH and nothing else',
  { reference: 'a kubelet under systemd has neither HOME nor USER, nor a locale' },
  async ({ kubelet, expect }) => {
    expect.success(await kubelet.with({ env: { PATH } }).init());
  },
);

requirement(
  'discovery/runs-in-any-directory',
  'MUST',
  'answer init whatever the working directory is',
  { reference: 'the working directory is the one the kubelet was started in, usually /' },
  async ({ kubelet, node, expect }) => {
    expect.success(await kubelet.with({ cwd: '/' }).init());
    expect.success(await kubelet.with({ cwd: node.scratch }).init());
  },
);

requirement(
  'discovery/runs-under-any-umask',
  'MUST',
  'answer init whatever the umask is',
  { reference: 'umask is the one the kubelet was started with: 0022 under systemd, 0077 on hardened nodes' },
  async ({ kubelet, expect }) => {
    expect.success(await kubelet.with({ umask: 0o077 }).init());
    expect.success(await kubelet.with({ umask: 0 }).init());
  },
);
