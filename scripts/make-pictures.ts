// Makes the pictures of README and docs from real runs: docs/pictures. As root, with Chromium.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchChromium } from '../test/support/chromium.ts';
import { fileOfPage } from '../test/support/recipe.ts';
import { terminalSvg } from './pictures/terminal-svg.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const pictures = join(root, 'docs/pictures');
const COLUMNS = 100;
const work = mkdtempSync(join(tmpdir(), 'flexcert-pictures-'));

/** Runs flexcert as on a terminal. @returns what it writes to stdout */
function flexcert(...args: string[]): string {
  const env = { ...process.env, FORCE_COLOR: '1', COLUMNS: String(COLUMNS) };
  const { stdout } = spawnSync(process.execPath, [join(root, 'dist/src/cli/main.js'), ...args], {
    cwd: work,
    env,
    encoding: 'utf8',
  });
  return stdout;
}

/** The driver of docs/quickstart.md, and the same with its greeting gone. */
function makeDriver(mended: boolean): void {
  const text = fileOfPage('docs/quickstart.md', 'example.com~hello/hello');
  mkdirSync(join(work, 'example.com~hello'), { recursive: true });
  writeFileSync(join(work, 'example.com~hello/hello'), mended ? text.replace(/^echo .*\n/m, '') : text, {
    mode: 0o755,
  });
}

function drawTerminal(name: string, ...args: string[]): void {
  const lines = flexcert(...args)
    .trimEnd()
    .split('\n');
  const shown = [`\x1b[2m$\x1b[0m flexcert ${args.join(' ')}`, ...lines];
  writeFileSync(join(pictures, name), terminalSvg(shown));
}

async function photograph(name: string, page: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage({ viewport: { width: 1200, height: 860 }, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    await tab.screenshot({ path: join(pictures, name) });
  } finally {
    await browser.close();
  }
}

try {
  mkdirSync(pictures, { recursive: true });
  makeDriver(false);
  drawTerminal('run.svg', 'run', 'example.com~hello', '--suite', 'init');
  drawTerminal('call.svg', 'call', 'example.com~hello', 'init');
  makeDriver(true);
  flexcert('run', 'example.com~hello', '--suite', 'init,mount,unmount');
  await photograph('report.png', join(work, 'flexcert-report/report.html'));
  console.log(execFileSync('ls', ['-l', pictures], { encoding: 'utf8' }));
} finally {
  rmSync(work, { recursive: true, force: true });
}
