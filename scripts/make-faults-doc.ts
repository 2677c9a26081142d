/** Writes docs/faults.md from the faults and docs/fault-matrix.json: npm run docs. With --check it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { AREAS, areaOf } from '../src/conformance/areas.ts';
import { type Fault, readFaults } from '../test/support/faulty-driver.ts';
import { readMatrix } from './matrix/matrix-file.ts';

/** As many as are named one by one. */
const NAMED = 6;

const page = new URL('../docs/faults.md', import.meta.url);
const { rows: matrix } = readMatrix();
const faults = readFaults();

const text = `${[...introduction(), ...AREAS.flatMap(chapter)].join('\n')}\n`;
if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/faults.md is behind the faults or their matrix: npm run docs\n');
  process.exitCode = 1;
}

function introduction(): string[] {
  const ran = faults.filter(({ id }) => matrix[id] !== undefined).length;
  return [
    '# Faults and what finds them',
    '',
    '<!-- Made from fixtures/drivers/faults/ and docs/fault-matrix.json by npm run docs: do not edit. -->',
    '',
    'Each driver below is a healthy one with exactly one fault. The requirement in **bold** is the one that must find it: the',
    'tests run each fault on the requirements that stand in one module with that one, and on those that are said to fail too.',
    'What a driver that answers wrongly in mount takes along is nearly everything; one that shows a secret, nothing else.',
    `\`npm run matrix\` runs the whole catalogue on them and fills in what failed and how many passed: ${ran} of ${faults.length} have been run so.`,
  ];
}

function chapter(area: string): string[] {
  const rows = faults.filter(({ id }) => areaOf(id) === area).map(row);
  const head = ['| fault | what is wrong | failed | passed |', '| --- | --- | --- | --: |'];
  return rows.length === 0 ? [] : ['', `## ${area}`, '', ...head, ...rows];
}

function row(fault: Fault): string {
  const { id, sentence, breaks } = fault;
  const ran = matrix[id];
  const found = breaks.map((broken) => `**${broken}**`);
  const along = ran === undefined ? [] : others(ran.failed.filter((failed) => !breaks.includes(failed)));
  const name = id.slice(id.indexOf('/') + 1);
  return `| ${name} | ${escaped(sentence)} | ${[...found, ...along].join('<br>')} | ${ran?.passed ?? ''} |`;
}

function others(failed: readonly string[]): string[] {
  if (failed.length <= NAMED) return [...failed];
  const areas = [...new Set(failed.map(areaOf))];
  return [`${failed.length} others, of ${areas.length > NAMED ? 'most areas' : areas.join(', ')}`];
}

function escaped(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll('*', '\\*');
}
