import type { ExaminedDriver, PluginDirectoryReport } from '../plugin-directory.ts';
import { visible } from '../show-bytes.ts';
import { counted, type Page, type PageOptions, pageOf } from './page.ts';
import { conclusionRows, whatWasRead } from './show-answer.ts';
import { showCauses } from './show-causes.ts';

/** What is wrong with the drivers installed in a plugin directory, as a person reads it. */
export function showPluginDirectory(report: PluginDirectoryReport, options: PageOptions): string {
  const page = pageOf(options);
  const { chalk } = page;
  const { drivers, causes, kubelets } = report;
  const running = kubelets.map(({ pid, pluginDirectory }) => `pid ${pid}, drivers from ${pluginDirectory}`);
  return `${[
    `${chalk.bold(report.path)}: ${counted(drivers.length, 'driver')}${stateCounts(drivers)}`,
    chalk.dim(`  kubelet here: ${running.join('; ') || 'none runs, so its PATH and flags are not known'}`),
    ...(drivers.length === 0
      ? ['', 'No directory here counts as a driver: each needs `<vendor~driver>/<driver>`.']
      : []),
    ...drivers.flatMap((driver) => showDriver(driver, page)),
    ...(causes.length === 0
      ? []
      : ['', chalk.bold.underline('Around them'), ...showCauses(causes, false, page, causes.length)]),
  ].join('\n')}\n`;
}

function stateCounts(drivers: readonly ExaminedDriver[]): string {
  const counts = (['bad', 'doubtful', 'good'] as const).map(
    (state) => [WORD[state], drivers.filter((driver) => stateOf(driver) === state).length] as const,
  );
  const told = counts.filter(([, count]) => count > 0).map(([word, count]) => `${count} ${word}`);
  return drivers.length < 2 ? '' : ` (${told.join(', ')})`;
}

const WORD = { bad: 'not loaded', doubtful: 'to look at', good: 'good' } as const;

function showDriver(driver: ExaminedDriver, page: Page): string[] {
  const { chalk } = page;
  const { init, causes, directory } = driver;
  const mark = stateOf(driver);
  const head = `${{ good: chalk.green('✓'), doubtful: chalk.yellow('▲'), bad: chalk.red('✗') }[mark]} ${chalk.bold(visible(directory))}`;
  const name = chalk.dim(` driver ${visible(driver.driver)}, ${initText(driver)}`);
  const said =
    init === undefined || init.explanation.conclusion.outcome === 'success'
      ? []
      : initRows(init.explanation, page);
  return [
    '',
    head + name,
    ...said,
    ...showCauses(causes, mark !== 'bad' && mark !== 'doubtful', page, causes.length),
  ];
}

function initRows(explanation: Parameters<typeof whatWasRead>[0], page: Page): string[] {
  return [...whatWasRead(explanation, page), '', ...conclusionRows(explanation, page)].map((row) =>
    row === '' ? '' : `  ${row}`,
  );
}

function initText({ init, noexec }: ExaminedDriver): string {
  if (init === undefined) return 'init was not called';
  const took = `init took ${Math.round(init.ms)} ms`;
  return noexec === true ? `cannot be executed here (noexec); elsewhere ${took}` : took;
}

function stateOf({ init, causes, noexec }: ExaminedDriver): 'good' | 'doubtful' | 'bad' {
  if (noexec === true) return 'bad';
  if (init === undefined || init.explanation.conclusion.outcome !== 'success') return 'bad';
  return causes.some(({ rule }) => rule !== 'attach-assumed') ? 'doubtful' : 'good';
}
