/**
 * Certifies the reference driver as its vendor would, and keeps what that makes in reports/reference, or in the
 * folder named. Run after a build, as root: npm run reference
 */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const target = resolve(process.argv[2] ?? path('reports/reference'));
const DRIVER = 'flexcert.test~loop';
const MADE = ['record.json', 'report.html', 'certificate.json', DRIVER];

// A folder of its own: a record tells paths, and those of a working copy are nobody's business.
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flexcert-reference-')));
try {
  process.exitCode = await certify();
  if (process.exitCode === 0) publish();
} finally {
  rmSync(folder, { recursive: true });
}

async function certify() {
  cpSync(path(`dist/driver/${DRIVER}`), join(folder, DRIVER), { recursive: true });
  cpSync(path('src/driver/flexcert.yaml'), join(folder, 'flexcert.yaml'));
  cpSync(path('reports/reference/vendor.yaml'), join(folder, 'vendor.yaml'));
  const asked = ['--vendor', 'vendor.yaml', '--reporter', 'json,html', '--output', 'certified'];
  const { exitCode } = await execa(
    process.execPath,
    [path('dist/src/cli/main.js'), 'certify', DRIVER, ...asked],
    {
      cwd: folder,
      reject: false,
      stdio: ['ignore', 'inherit', 'inherit'],
      // Not a job of its own: its summary is not that of the workflow.
      env: { GITHUB_ACTIONS: '' },
    },
  );
  return exitCode ?? 3;
}

/** Only when all of it is there: what was published stays otherwise. */
function publish() {
  mkdirSync(target, { recursive: true });
  const made = (name) => join(folder, 'certified', name);
  for (const name of MADE) {
    rmSync(join(target, name), { recursive: true, force: true });
    cpSync(made(name), join(target, name), { recursive: true });
  }
}
