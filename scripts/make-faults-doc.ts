/** Writes docs/faults.md from the faults and docs/fault-matrix.json: npm run docs. With --check it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { AREAS, areaOf } from '../src/conformance/areas.ts';
import { type Fault, readFaults } from '../test/support/faulty-driver.ts';
import { digestOfFault, type Row, readMatrix } from './matrix/matrix-file.ts';

/** As many as are named one by one. */
const NAMED = 6;

const page = new URL('../docs/faults.md', import.meta.url);
const matrix = readMatrix();
const faults = readFaults();

const text = `${[...introduction(), ...AREAS.flatMap(chapter)].join('\n')}\n`;
if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/faults.md is behind the faults or their matrix: npm run docs\n');
  process.exitCode = 1;
}

function introduction(): string[] {
  const ran = faults.filter((fault) => rowOf(fault) !== undefined).length;
  return [
    '# Faults and what finds them',
    '',
    '<!-- Made from fixtures/drivers/faults/ and docs/fault-matrix.json by npm run docs: do not edit. -->',
    '',
    'Each driver below is a healthy one with exactly one fault. The requirement in **bold** is the one that must find it: the',
    'tests run each fault on the requirements that stand in one module with that one, and on those that are said to fail too.',
    'What a driver that answers wrongly in mount takes along is nearly everything; one that shows a secret, nothing else.',
    '',
    `\`npm run matrix\` tries the whole catalogue on each: ${ran} of ${faults.length} have been tried so, and their last columns are filled in.`,
    'A requirement that never makes the healthy driver enter a function that the fault changes comes out as it does there,',
    'and is not run again. What failed without a fault that accounts for it was run three times, and failed each time.',
  ];
}

function chapter(area: string): string[] {
  const rows = faults.filter(({ id }) => areaOf(id) === area).map(row);
  const head = ['| fault | what is wrong | failed | passed | of |', '| --- | --- | --- | --: | --: |'];
  return rows.length === 0 ? [] : ['', `## ${area}`, '', ...head, ...rows];
}

function row(fault: Fault): string {
  const { id, sentence, breaks } = fault;
  const ran = rowOf(fault);
  const found = breaks.map((broken) => `**${broken}**`);
  const along = ran === undefined ? [] : others(ran.failed.filter((failed) => !breaks.includes(failed)));
  const name = id.slice(id.indexOf('/') + 1);
  return `| ${name} | ${escaped(sentence)} | ${[...found, ...along].join('<br>')} | ${ran?.passed ?? ''} | ${ran === undefined ? '' : ran.passed + ran.notRun + ran.failed.length} |`;
}

/** What became of it, as long as it is still that fault. */
function rowOf(fault: Fault): Row | undefined {
  const found = matrix.rows[fault.id];
  return found?.digest === digestOfFault(fault) ? found : undefined;
}

function others(failed: readonly string[]): string[] {
  if (failed.length <= NAMED) return [...failed];
  const areas = [...new Set(failed.map(areaOf))];
  return [`${failed.length} others, of ${areas.length > NAMED ? 'most areas' : areas.join(', ')}`];
}

function escaped(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll('*', '\\*');
}
