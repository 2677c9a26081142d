/**
 * Whether the reference driver's record, page and certificate in reports/reference are those that are made today:
 * the kept certificate is verified, the page rendered again, the driver certified anew, and both compared but for
 * times, digests, environment and signature. Run after a build, as root; a folder named is taken for the new ones.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { FlexcertRecord } from '../src/record/schema.ts';
import { differences } from './reference/differences.ts';
import { normalPage, normalRecord, normalStatement } from './reference/normal.ts';

const path = (relative: string) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const kept = path('reports/reference');
const cli = path('dist/src/cli/main.js');
const node = (...args: string[]) => execa(process.execPath, args, { reject: false, stdin: 'ignore' });
const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

const [given] = process.argv.slice(2);
const made = given ?? mkdtempSync(join(tmpdir(), 'flexcert-compare-'));
try {
  const wrong = [...(await ofItself()), ...(await ofToday())];
  console.log(
    wrong.length === 0
      ? 'reports/reference is what a run of today makes'
      : `reports/reference is not what a run of today makes:\n${wrong.join('\n')}\nnpm run reference makes it anew`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  if (given === undefined) rmSync(made, { recursive: true });
}

/** Whether what is kept agrees with itself, and with the suite and the page of today. */
async function ofItself(): Promise<string[]> {
  const verified = await node(cli, 'verify', join(kept, 'certificate.json'));
  const page = await node(cli, 'report', join(kept, 'record.json'), '--reporter', 'html');
  const same = normalPage(page.stdout) === normalPage(read(kept, 'report.html').trimEnd());
  return [
    ...(verified.exitCode === 0 ? [] : [verified.stdout || verified.stderr]),
    ...(same ? [] : ['report.html is not the page of its record as it is rendered today']),
  ];
}

async function ofToday(): Promise<string[]> {
  if (given === undefined) {
    const { exitCode, stderr } = await node(path('scripts/make-reference-reports.mjs'), made);
    if (exitCode !== 0) return [`the reference driver could not be certified:\n${stderr}`];
  }
  return differences(linesOf(kept), linesOf(made));
}

function linesOf(folder: string): string[] {
  return [
    ...normalRecord(JSON.parse(read(folder, 'record.json')) as FlexcertRecord),
    `certificate: ${normalStatement(read(folder, 'certificate.json'))}`,
  ];
}
