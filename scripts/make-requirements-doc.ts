/** Writes docs/requirements.md from the catalogue and the faults: npm run docs. With --check it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { AREAS, areaOf } from '../src/conformance/areas.ts';
import { readCatalogue } from '../src/conformance/catalogue.ts';
import type { Registered } from '../src/conformance/registry.ts';
import { LEVELS } from '../src/record/schema.ts';
import { type Fault, readFaults } from '../test/support/faulty-driver.ts';

const page = new URL('../docs/requirements.md', import.meta.url);
const catalogue = await readCatalogue();
const faults = readFaults();
const areas = AREAS.filter((area) => ofArea(area).length > 0);

const text = `${[...introduction(), ...counts(), ...areas.flatMap(chapter)].join('\n')}\n`;
if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/requirements.md is behind the catalogue or the faults: npm run docs\n');
  process.exitCode = 1;
}

function introduction(): string[] {
  return [
    '# Requirements',
    '',
    '<!-- Made from suites/ and fixtures/drivers/faults/ by npm run docs: do not edit. -->',
    '',
    'What `flexcert run` asks of a driver. **MUST**: the kubelet misreads the driver otherwise, a pod or a node is stuck,',
    'data is lost, a secret leaks or foreign code runs. **SHOULD**: it works, and will hurt in operation. **MAY**: told,',
    'never judged. Once published, an id keeps its meaning.',
    '',
    'Each that is judged comes with drivers that have exactly one fault, on which it fails: what such a fault is, and how it',
    'is mended, stands below it. [requirements-api.md](requirements-api.md) tells how requirements are written and what they',
    'need, [the page on drivers](../fixtures/drivers/README.md) how a fault is planted.',
    '',
  ];
}

function counts(): string[] {
  const row = (name: string, of: readonly Registered[]) => {
    const numbers = LEVELS.map((level) => of.filter((one) => one.level === level).length);
    return `| ${name} | ${[...numbers, of.length].join(' | ')} |`;
  };
  return [
    `| area | ${LEVELS.join(' | ')} | all |`,
    '| --- | --: | --: | --: | --: |',
    ...areas.map((area) => row(`[${area}](#${area})`, ofArea(area))),
    row('**all**', catalogue),
  ];
}

function chapter(area: string): string[] {
  return ['', `## ${area}`, ...ofArea(area).flatMap(section)];
}

function section({ id, level, sentence, reference, needs }: Registered): string[] {
  const wanted = needs.map((need) => `\`${need}\``).join(', ');
  return [
    '',
    `### ${id}`,
    `**${level}** ${cell(sentence)}.`,
    '',
    `- why: ${cell(reference)}`,
    ...(wanted === '' ? [] : [`- applies with: ${wanted}`]),
    ...faults.filter(({ breaks }) => breaks.includes(id)).flatMap(found),
  ];
}

function found({ sentence, mend }: Fault): string[] {
  return [`- fault: ${cell(sentence)}${mend === '' ? '' : ` *Mend:* ${cell(mend)}`}`];
}

function ofArea(area: string): Registered[] {
  return catalogue.filter(({ id }) => areaOf(id) === area);
}

/** Angle brackets would be taken for HTML, stars for emphasis. */
function cell(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('*', '\\*');
}
