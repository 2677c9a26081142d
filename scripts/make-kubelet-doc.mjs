// Writes the release table of docs/kubelet.md from the switches of the code: npm run docs. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { SWITCH_GROUPS } from '../dist/src/kubelet/releases/table.js';

const page = new URL('../docs/kubelet.md', import.meta.url);
const TABLE = /(<!-- release table: .*? -->\n).*?(<!-- end of release table -->)/s;

const before = readFileSync(page, 'utf8');
if (!TABLE.test(before)) throw new Error('docs/kubelet.md has lost the marks around its release table');
const after = before.replace(TABLE, (_all, open, close) => `${open}${tables()}\n${close}`);

if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (after !== before) {
  process.stderr.write('docs/kubelet.md is behind the release table of the code: npm run docs\n');
  process.exitCode = 1;
}

function tables() {
  return Object.entries(SWITCH_GROUPS)
    .map(([group, switches]) => table(group, switches))
    .join('\n');
}

function table(group, switches) {
  const rows = Object.entries(switches).map(([name, entry]) => {
    const doubts = [entry.likely && 'likely', entry.unrecorded && 'never measured'].filter(Boolean);
    const note = doubts.length > 0 ? ` (${doubts.join(', ')})` : '';
    return `| \`${name}\` | ${cell(entry.about)} | ${when(entry.steps)}${note} |`;
  });
  return ['', `### ${group}`, '| switch | when it is on | releases |', '| --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/** From which release on a switch is on, or which values it has. */
function when(steps) {
  const [[, first], [change, then] = [], [end] = []] = steps;
  if (typeof first !== 'boolean') return steps.map(([from, value]) => `${from}: ${shown(value)}`).join('; ');
  if (first) return `before ${change}`;
  if (then && end !== undefined) return `${change} until before ${end}`;
  return `since ${change}`;
}

function shown(value) {
  if (value === undefined || value === '') return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return `\`${value}\``;
}

/** Angle brackets would be taken for HTML. */
function cell(text) {
  return text.replaceAll('<', '&lt;').replaceAll('|', '\\|');
}
