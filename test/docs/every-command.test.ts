import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { type Block, blocks, root } from '../support/guide.ts';
import { NOT_RUN } from './not-run.ts';

/** Pages whose console blocks a test types and whose drivers and files it writes, as a reader would. */
const FOLLOWED = [
  'README.md',
  'docs/certifying.md',
  'docs/debugging-a-node.md',
  'docs/in-ci.md',
  'docs/on-many-nodes.md',
  'docs/quickstart.md',
  'docs/reference-driver.md',
  'docs/simulate.md',
  'docs/writing-a-driver.md',
];
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Where tests type every line of every block that shows commands. */
const TYPED = ['docs/call.md', 'docs/reports.md'];

const SHELL = ['', 'sh', 'bash', 'console'];
const firstLine = ({ text }: Block) => text.split('\n', 1)[0] as string;

/** Whether a block shows something that one could type. */
function hasCommands({ kind, text }: Block): boolean {
  return (
    SHELL.includes(kind) &&
    (kind !== '' || /^\s*(\$ |flexcert|npm|npx|node|sudo|openssl|kubectl|cd |mount )/m.test(text))
  );
}

function isRun(page: string, block: Block): boolean {
  if (TYPED.includes(page)) return true;
  if (!FOLLOWED.includes(page)) return false;
  return (
    block.kind === 'console' || (block.kind === 'sh' && block.text.startsWith('#!')) || block.file !== ''
  );
}

const shown = PAGES.flatMap((page) =>
  blocks(page)
    .filter(hasCommands)
    .map((block) => ({ page, block })),
);

describe('every command of the docs', () => {
  test('is run by a test, or there is a reason why not', () => {
    const open = shown
      .filter(({ page, block }) => !isRun(page, block) && NOT_RUN[page]?.[firstLine(block)] === undefined)
      .map(({ page, block }) => `${page}: ${firstLine(block)}`);
    expect(open).toEqual([]);
  });

  test('no reason is left of a block that is gone or is run now', () => {
    const stale = Object.entries(NOT_RUN).flatMap(([page, reasons]) =>
      Object.keys(reasons)
        .filter(
          (line) =>
            !shown.some(
              (one) => one.page === page && firstLine(one.block) === line && !isRun(page, one.block),
            ),
        )
        .map((line) => `${page}: ${line}`),
    );
    expect(stale).toEqual([]);
  });

  test('of a page that is said to be followed is: a test names the page', () => {
    const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && !name.endsWith('every-command.test.ts'))
      .map((name) => readFileSync(join(root, 'test', name), 'utf8'));
    const unnamed = [...FOLLOWED, ...TYPED].filter(
      (page) => !tests.some((text) => text.includes(`'${page}'`)),
    );
    expect(unnamed).toEqual([]);
  });

  test('has flags that the command takes, run or not', { timeout: 120_000 }, async () => {
    const lines = PAGES.flatMap((page) => commandLines(readFileSync(join(root, page), 'utf8')));
    expect(lines.length).toBeGreaterThan(60);
    const helps = new Map<string, string>();
    for (const command of new Set(lines.map(([name]) => name))) {
      const { stdout } = await execa(
        process.execPath,
        [join(root, 'dist/src/cli/main.js'), command, '--help'],
        { reject: false },
      );
      helps.set(command, stdout);
    }
    const unknown = lines.flatMap(([command, rest]) =>
      [...rest.matchAll(/(?<=\s)--([a-z][a-z-]*)/g)]
        .map(([, flag = '']) => flag)
        .filter((flag) => !new RegExp(`--${flag}\\b`).test(helps.get(command) ?? ''))
        .map((flag) => `flexcert ${command} --${flag}`),
    );
    expect(unknown).toEqual([]);
  });
});

/** `flexcert <command> …` in blocks and in running text, to the end of the command. */
function commandLines(text: string): [command: string, rest: string][] {
  return [...text.matchAll(/(?:^|[\s`|])flexcert ([a-z][a-z-]*)((?: [^\n`#|&;]*)?)/gm)]
    .filter(([whole, , rest = '']) => whole.includes('`') || rest.includes('--'))
    .map(([, command = '', rest = '']) => [command, rest.split(/ -- /)[0] as string]);
}

test.each(PAGES)('every link of %s leads somewhere', (page) => {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
    ([, link = '']) => link,
  );
  const broken = links.filter((link) => !existsSync(join(root, dirname(page), decodeURI(link))));
  expect(broken).toEqual([]);
});
