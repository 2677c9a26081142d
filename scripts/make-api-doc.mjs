// Writes the reference of docs/api.md from the docstrings of src/api: npm run docs. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/api.md', import.meta.url);
const REFERENCE = /(<!-- reference: .*? -->\n).*?(<!-- end of reference -->)/s;
/** In the order of the page: what is called first, then what it takes and answers. */
const FILES = [
  'run',
  'run-options',
  'simulate',
  'prepare-simulation',
  'explain',
  'verify',
  'list',
  'report',
  'running',
];

const before = readFileSync(page, 'utf8');
if (!REFERENCE.test(before)) throw new Error('docs/api.md has lost the marks around its reference');
const index = readFileSync(new URL('../src/api/index.ts', import.meta.url), 'utf8');
const exported = [...index.matchAll(/^export (?:type )?\{([^}]*)\}/gm)]
  .flatMap(([, names = '']) => names.split(','))
  .map((name) => name.replace('type ', '').trim());
const entries = FILES.flatMap(declarations).filter(({ name }) => exported.includes(name));
const reference = entries
  .map(({ name, told, code }) => `### ${name}\n${told}\n\n\`\`\`ts\n${code}\n\`\`\`\n`)
  .join('\n');
const after = before.replace(REFERENCE, (_all, open, close) => `${open}\n${reference}\n${close}`);

if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (after !== before) {
  process.stderr.write('docs/api.md is behind the docstrings of src/api: npm run docs\n');
  process.exitCode = 1;
}

/**
 * The exported declarations of a file, as the compiler writes them: each begins at the margin and ends there.
 *
 * @param {string} file
 */
function declarations(file) {
  const text = readFileSync(new URL(`../dist/src/api/${file}.d.ts`, import.meta.url), 'utf8');
  const found = text.matchAll(
    /^(?:\/\*\*\n?([\s\S]*?)\*\/\n)?(export (?:declare )?(?:function|interface|type) (\w+)(?:[^\n]*[;}]$|[\s\S]*?^\}.*$))/gm,
  );
  return [...found].map(([, doc = '', code = '', name = '']) => ({
    name,
    told: said(doc),
    code: code.replace(/^export (declare )?/, '').replaceAll('    ', '  '),
  }));
}

/**
 * A docstring as Markdown: its stars taken away, its tags as a list.
 *
 * @param {string} doc
 */
function said(doc) {
  const lines = doc.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const text = lines.join('\n').trim();
  return text
    .replace(/^@param (\w+) /gm, '- `$1`: ')
    .replace(/^@throws (\w+) /gm, '- throws `$1` ')
    .replace(/^@returns /gm, '- answers ');
}
