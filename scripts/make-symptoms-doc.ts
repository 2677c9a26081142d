/** Writes docs/symptoms.md from the rules: npm run docs. With --check it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Condition, Rule } from '../src/diagnose/rule.ts';
import { RULES } from '../src/diagnose/rules/index.ts';
import { LIMITS } from './symptom-limits.ts';

const page = new URL('../docs/symptoms.md', import.meta.url);
/** What conditions call what the log told before or after. */
const AROUND = ['history', 'podHistory', 'failedProbes', 'drivers', 'later', 'repeats', 'often'];
const numbers = [...new Set(RULES.flatMap((rule) => rule.symptoms))].sort((a, b) => a - b);

const text = `${[...introduction(), ...symptoms(), ...limits(), ...others()].join('\n')}\n`;
if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/symptoms.md is behind the rules: npm run docs\n');
  process.exitCode = 1;
}

function introduction(): string[] {
  return [
    '# Symptoms',
    '',
    '<!-- Made from src/diagnose/rules/ by npm run docs: do not edit. -->',
    '',
    'What users of FlexVolume drivers have met, by number, and the rule of flexcert that tells it. A rule is *known* where what',
    'it saw proves the cause, and a *guess* where the cause fits and others are possible; `explain` and `doctor` say which of',
    'the two it is each time. [debugging-a-node.md](debugging-a-node.md) shows the commands at work, and',
    '`flexcert explain --rules` lists cause and mend of every rule.',
    '',
    'What it takes: **answer**, what the driver wrote, from a file, from `-- command args`, or as a log quotes it; **failed',
    'exec**, a line of a log that says why the kubelet could not execute the file; **log**, lines of the kubelet or the',
    'controller-manager, or events; **log before it**, also what the log told of the same driver or pod around that line; **node**,',
    '`flexcert doctor <plugin directory>` on the machine itself.',
    '',
  ];
}

function symptoms(): string[] {
  const rows = numbers.flatMap((number) =>
    RULES.filter((rule) => rule.symptoms.includes(number)).map((rule) => `| ${number} ${columns(rule)}`),
  );
  return [
    '| # | rule | what it tells | what it takes | thread |',
    '| --: | --- | --- | --- | --- |',
    ...rows,
  ];
}

function limits(): string[] {
  return [
    '',
    '## What cannot be told',
    '',
    'These have a rule, and something about them that no text and no look at the node decides:',
    '',
    '| # | what stays open |',
    '| --: | --- |',
    ...Object.entries(LIMITS).map(([number, sentence]) => `| ${number} | ${cell(sentence)} |`),
  ];
}

function others(): string[] {
  const rest = RULES.filter((rule) => rule.symptoms.length === 0);
  return [
    '',
    '## Rules without a number',
    '',
    'Causes that come from recordings of the kubelet, or from drivers that were run here.',
    '',
    '| rule | what it tells | what it takes | seen |',
    '| --- | --- | --- | --- |',
    ...rest.map(columns),
  ];
}

function columns(rule: Rule): string {
  return `| \`${rule.id}\` | ${cell(rule.title)} | ${needs(rule)} | ${threads(rule.reference)} |`;
}

/** What each ground takes, with what it then comes to: known, a guess, or either. */
function needs({ when }: Rule): string {
  const by = new Map<string, Set<string>>();
  for (const condition of when) {
    const what = taken(condition);
    by.set(what, (by.get(what) ?? new Set()).add(condition.certainty === 'certain' ? 'known' : 'guess'));
  }
  return [...by].map(([what, said]) => `${what}: ${[...said].sort().reverse().join(' or ')}`).join('; ');
}

function taken({ on, where }: Condition): string {
  if (on === 'machine') return 'node';
  if (AROUND.some((name) => name in where)) return 'log before it';
  if (on === 'log') return 'log';
  return 'exec' in where ? 'failed exec' : 'answer';
}

/** Addresses of threads as short links: owner/repository#number. */
function threads(reference: string): string {
  return cell(reference).replace(
    /https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)/g,
    (address, repository: string, number: string) => `[${repository}#${number}](${address})`,
  );
}

/** Angle brackets would be taken for HTML, stars for emphasis, bars for the end of a cell. */
function cell(said: string): string {
  return said.replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('|', '\\|');
}
