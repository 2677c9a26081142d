import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { dir } from 'tmp-promise';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { renderHtml } from '../../src/report/html/index.ts';
import { launchChromium } from './chromium.ts';

export interface Opened {
  page: Page;
  /** Errors on the console and requests for anything but the file itself: there must be none. */
  troubles: string[];
}

/** One browser and one folder for the pages of a test file. */
export class Pages {
  readonly #browser: Browser;
  readonly #folder: { path: string; cleanup(): Promise<void> };
  #opened = 0;

  private constructor(browser: Browser, folder: { path: string; cleanup(): Promise<void> }) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async start(): Promise<Pages> {
    return new Pages(await launchChromium(), await dir({ unsafeCleanup: true }));
  }

  /** The record's page as a reader opens it: a file. `hash` is what follows `#` in the address. */
  async open(
    record: FlexcertRecord,
    options: BrowserContextOptions & { hash?: string } = {},
  ): Promise<Opened> {
    this.#opened += 1;
    const path = join(this.#folder.path, `${this.#opened}.html`);
    await writeFile(path, renderHtml(record));
    const { hash = '', ...context } = options;
    const page = await this.#browser.newPage(context);
    const troubles: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const url = pathToFileURL(path).href;
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) troubles.push(request.url());
    });
    await page.goto(url + (hash === '' ? '' : `#${hash}`));
    return { page, troubles };
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#folder.cleanup();
  }
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page as it is now: contrast, names, roles, heading order and all its other rules. */
export async function axeComplaints(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)',
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`),
  );
}
