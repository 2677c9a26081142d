import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { requirement, type TestContext } from '../../src/conformance/api.ts';

const ELF = '\x7fELF';
const UNREADABLE =
  'the kubelet reads an empty answer then: unexpected end of JSON input (docs/kubelet.md, "One driver call")';

requirement(
  'discovery/is-named-like-its-directory',
  'MUST',
  'be a file named like the last part of its directory: <driver> in <vendor~driver>',
  { reference: `no other file of the directory is executed; ${UNREADABLE}` },
  async ({ driver, expect }) => {
    const directory = dirname(driver.executable);
    const there = readdirSync(directory);
    expect.that(
      statSync(driver.executable, { throwIfNoEntry: false })?.isFile() === true,
      `a file "${basename(driver.executable)}" in ${directory}`,
      there.length === 0 ? 'an empty directory' : there.join(', '),
    );
  },
);

requirement(
  'discovery/has-a-kubernetes-name',
  'MUST',
  'have a name that Kubernetes allows: a DNS name, then at most 63 letters, digits, dots, hyphens and underscores',
  {
    reference:
      'the kubelet finds such a driver and then matches no volume with it: kubernetes/kubernetes#57510',
  },
  async ({ driver, expect }) => {
    const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
    const qualified = new RegExp(`^(${label}(\\.${label})*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$`);
    expect.that(
      qualified.test(driver.name) && (driver.name.split('/').at(-2) ?? '').length <= 253,
      'a name of the form example.com/nas, in the directory example.com~nas',
      driver.name,
    );
  },
);

requirement(
  'discovery/lies-in-a-real-directory',
  'MUST',
  'lie in a directory of its own and not in a symbolic link to one',
  {
    reference:
      'at its first scan the kubelet passes over a symlinked directory: recorded, docs/kubelet.md, "Discovery"',
  },
  async ({ driver, expect }) => {
    const directory = dirname(driver.executable);
    expect.that(lstatSync(directory).isDirectory(), `${directory} to be a directory`, 'a symbolic link');
  },
);

requirement(
  'discovery/is-executable',
  'MUST',
  'have its run bit set',
  { reference: `the kernel refuses to execute it; ${UNREADABLE}` },
  async (t) => {
    const file = executable(t);
    const mode = statSync(file).mode & 0o777;
    t.expect.that((mode & 0o111) !== 0, `${file} to be executable: chmod 0755`, `mode ${mode.toString(8)}`);
  },
);

requirement(
  'discovery/is-executable-by-all',
  'SHOULD',
  'be readable and executable by every user, its directory too',
  { reference: 'a controller-manager that is not root cannot attach otherwise: projectcalico/pod2daemon#78' },
  async (t) => {
    const file = executable(t);
    // A script is read by its interpreter, as that user.
    const isProgram = readHead(file).startsWith(ELF);
    for (const path of [dirname(file), file]) {
      const [mode, wanted] = [statSync(path).mode & 0o777, isProgram ? 0o111 : 0o555];
      t.expect.that(
        (mode & wanted) === wanted,
        `${path} to have a mode such as 0755`,
        `mode 0${mode.toString(8)}`,
      );
    }
  },
);

requirement(
  'discovery/begins-with-an-interpreter-line',
  'MUST',
  'begin with #! when it is a script, with nothing before it',
  { reference: `the kernel has no interpreter for it otherwise; ${UNREADABLE}` },
  async (t) => {
    const head = scriptHead(t);
    t.expect.that(
      !head.startsWith('\xef\xbb\xbf'),
      'a script that begins with #!',
      'a byte order mark before it: save the file as UTF-8 without BOM',
    );
    const began = JSON.stringify(head.slice(0, 20));
    t.expect.that(head.startsWith('#!'), 'a script that begins with #!', `a file that begins with ${began}`);
  },
);

requirement(
  'discovery/ends-its-first-line-with-a-newline',
  'MUST',
  'end its #! line with a newline and no carriage return',
  {
    reference:
      'the kernel takes the carriage return for a part of the name of the interpreter, which does not exist',
  },
  async (t) => {
    const line = interpreterLine(t);
    t.expect.that(
      !line.endsWith('\r'),
      `a #! line that ends with a newline: sed -i 's/\\r$//' ${basename(t.driver.executable)}`,
      JSON.stringify(line),
    );
  },
);

requirement(
  'discovery/has-its-interpreter',
  'MUST',
  'name an interpreter that is installed, and that env finds in the PATH of the kubelet',
  {
    reference:
      'the kubelet logs "no such file or directory" for a file that is there: kubernetes/kubernetes#63088',
  },
  async (t) => {
    const [interpreter = '', argument = ''] = interpreterLine(t)
      .slice(2)
      .trim()
      .split(/[ \t]+/);
    t.expect.that(existsSync(interpreter), `the interpreter ${interpreter || 'after #!'}`, 'no such file');
    if (!interpreter.endsWith('/env') || argument === '' || argument.startsWith('-')) return;
    const found = await t.node.run('env', 'sh', '-c', 'command -v "$0"', argument);
    t.expect.that(found.code === 0, `${argument} in the PATH of the kubelet`, 'no such program there');
  },
);

requirement(
  'discovery/is-built-for-this-machine',
  'MUST',
  'be built for the architecture of the node, when it is a program',
  { reference: 'the kernel answers "exec format error": kubernetes/kubernetes#101901' },
  async (t) => {
    const head = programHead(t);
    const mine = elfMachine(readHead(process.execPath));
    const refused = (await t.kubelet.init()).exit.spawnError === 'ENOEXEC';
    t.expect.that(!refused, `an ELF file for machine ${mine}`, `one for machine ${elfMachine(head)}`);
  },
);

requirement(
  'discovery/has-no-broken-links',
  'SHOULD',
  'come without symbolic links that lead nowhere',
  {
    reference:
      'files beside the driver were meant for something; absolute links break when it is installed elsewhere',
  },
  async ({ driver, node, expect }) => {
    const directory = dirname(driver.executable);
    const broken = node.files(directory).filter((name) => !existsSync(join(directory, name)));
    expect.that(
      broken.length === 0,
      `links in ${directory} that lead somewhere`,
      `broken ones: ${broken.join(', ')}`,
    );
  },
);

/** The file that the kubelet executes; where there is none, another requirement says so. */
function executable({ driver, notApplicable }: TestContext): string {
  if (!existsSync(driver.executable)) notApplicable(`${driver.executable} does not exist`);
  return driver.executable;
}

function readHead(file: string): string {
  return readFileSync(file).subarray(0, 4096).toString('latin1');
}

function scriptHead(t: TestContext): string {
  const head = readHead(executable(t));
  if (head.startsWith(ELF)) t.notApplicable('the driver is a program, not a script');
  return head;
}

function programHead(t: TestContext): string {
  const head = readHead(executable(t));
  if (!head.startsWith(ELF)) t.notApplicable('the driver is a script');
  return head;
}

function interpreterLine(t: TestContext): string {
  const line = scriptHead(t).split('\n', 1)[0] as string;
  if (!line.startsWith('#!')) t.notApplicable('the driver has no #! line');
  return line;
}

/** e_machine of elf(5). */
function elfMachine(head: string): number {
  const bytes = Buffer.from(head, 'latin1');
  return bytes[5] === 2 ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18);
}
