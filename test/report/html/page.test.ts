import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { needs } from '../../support/needs.ts';
import { axeComplaints, Pages } from '../../support/page.ts';
import { driverCall, T0 } from '../../support/record-parts.ts';
import {
  allPass,
  buildRecord,
  FIVE,
  hostileRecord,
  incomplete,
  withFailures,
} from '../../support/records.ts';

let pages: Pages;
beforeAll(async () => {
  if (hasChromium) pages = await Pages.start();
});
afterAll(() => pages?.stop());
beforeEach((context) => needs(context, 'chromium'));

const FAILED = 'protocol/answers-one-document';
const row = (id: string) => `details.requirement[id="${id}"]`;

describe.each(Object.entries(FIVE))('%s', (_, build) => {
  test('opens without a complaint of the browser, and asks for nothing but itself', async () => {
    const { page, troubles } = await pages.open(build());
    expect(await page.locator('h1').count()).toBe(1);
    await page.locator('details.requirement > summary').first().click();
    await page.locator('.call-list, .story .quiet').first().waitFor();
    expect(troubles).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)(
    '%s: axe has nothing to say, with a requirement open',
    async (colorScheme) => {
      const { page } = await pages.open(build(), { colorScheme });
      await page.locator('details.requirement > summary').nth(1).click();
      expect(await axeComplaints(page)).toEqual([]);
      await page.close();
    },
  );

  test('fits a phone without scrolling sideways', async () => {
    const { page } = await pages.open(build(), { viewport: { width: 360, height: 740 } });
    for (const nth of [0, 3]) await page.locator('details.requirement > summary').nth(nth).click();
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(360);
    await page.close();
  });
});

test('tells the verdict and why', async () => {
  const { page } = await pages.open(withFailures());
  const head = await page.locator('.masthead').textContent();
  expect(head).toContain('example.com/nas 2.4.1');
  expect(head).toContain('Not conformant');
  expect(head).toContain('kubelet 1.32: 1 MUST failed: mountdevice/keeps-an-existing-filesystem');
  await page.close();
});

test('filters by status and level, tells how many are left, and shows all again', async () => {
  const { page } = await pages.open(withFailures());
  const shown = () => page.locator('details.requirement:visible').count();
  expect(await page.locator('output').textContent()).toBe('40 requirements');
  await page.getByRole('checkbox', { name: /^failed/ }).check({ force: true });
  expect(await shown()).toBe(4);
  await page.getByRole('checkbox', { name: /^MUST/ }).check({ force: true });
  expect(await shown()).toBe(2);
  expect(await page.locator('output').textContent()).toBe('2 of 40 requirements');
  expect(await page.locator('section.area:visible').count()).toBe(2);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(shown).toBe(40);
  await page.close();
});

test('searches names, messages and, unpacked in the background, what the driver answered', async () => {
  const { page } = await pages.open(withFailures());
  const shown = () => page.locator('details.requirement:visible');
  await page.keyboard.press('/');
  await page.keyboard.type('loop device');
  await expect.poll(() => shown().count()).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => shown().count()).toBe(40);
  await page.keyboard.type('"message":"already mounted"');
  await expect.poll(() => shown().count()).toBe(1);
  expect(await shown().getAttribute('id')).toBe(FAILED);
  await page.keyboard.type(' and what nobody answered');
  await expect.poll(() => shown().count()).toBe(0);
  expect(await page.locator('.nothing').isVisible()).toBe(true);
  await page.close();
});

test('a failure opens, by keyboard, with its message, cause, call, answer and conclusion', async () => {
  const { page } = await pages.open(withFailures());
  await page.locator(`${row(FAILED)} > summary`).focus();
  await page.keyboard.press('Enter');
  const story = page.locator(`${row(FAILED)} .story`);
  await story.locator('.call-list').first().waitFor();
  const text = await story.textContent();
  expect(text).toContain('expected Success to the second mount');
  expect(text).toContain('the driver refuses what is mounted already');
  // A failed call is open at once: its arguments as a table, the answer, what the kubelet says.
  expect(text).toContain('{"status":"Failure","message":"already mounted"}');
  expect(text).toMatch(/kubernetes\.io\/fsTypeext4/);
  expect(text).toContain('mount command failed, status: Failure, reason: already mounted');
  expect(await story.locator('.timeline').count()).toBe(2);
  await page.close();
});

test('a value that hides or reorders text is shown by its escapes, also where options are a table', async () => {
  const { page } = await pages.open(hostileRecord(), { hash: 'protocol/answers-one-document' });
  const story = page.locator('[id="protocol/answers-one-document"]');
  await story.locator('.options').waitFor();
  expect(await story.locator('.options td').textContent()).toContain('\\u202e');
  expect(await story.textContent()).not.toMatch(/[\u202e\u200b\ufeff]/);
  await page.close();
});

test('the timeline has a lane a volume, the waits, the tries, and leads to the call', async () => {
  const failure = { output: '{"status":"Failure"}', code: 1, durationMs: 5 };
  const calls = [
    driverCall('init', { volume: undefined, startedAt: T0 }),
    driverCall('mount', { ...failure, volume: 'a', startedAt: T0 + 10 }),
    driverCall('mount', { ...failure, volume: 'a', startedAt: T0 + 20, waitedMs: 500 }),
    driverCall('mount', { volume: 'b', startedAt: T0 + 22 }),
    driverCall('mount', { volume: 'a', startedAt: T0 + 30, waitedMs: 1000 }),
    driverCall('unmount', { volume: 'b', startedAt: T0 + 40, durationMs: 900, end: 'held' }),
  ];
  const [result] = allPass().results;
  const record = buildRecord([{ ...(result as NonNullable<typeof result>), calls }]);
  const { page, troubles } = await pages.open(record, { hash: 'discovery/is-executable' });
  await page.locator('.call-list').waitFor();
  expect(await page.locator('.lane:not(.axis) .lane-name').allTextContents()).toEqual(['node', 'a', 'b']);
  expect(await page.locator('.lane .wait').count()).toBe(2);
  expect(await page.locator('.lane .held').count()).toBe(1);
  expect(await page.locator('.lane .run').allTextContents()).toEqual([
    'init',
    'mount',
    'mount ×2',
    'mount ×3',
    'mount',
    'unmount',
  ]);
  expect(await page.locator('.call-list .try').allTextContents()).toEqual(['try 2', 'try 3']);
  expect(await page.locator('.call-list .waited').first().textContent()).toBe('after a wait of 500 ms');
  const last = page.locator('.call-list > li').last().locator('details');
  expect(await last.getAttribute('open')).toBeNull();
  await page.locator('.lane .run').last().click();
  expect(await last.getAttribute('open')).not.toBeNull();
  await expect.poll(() => last.textContent()).toContain('something kept its output open');
  expect(troubles).toEqual([]);
  await page.close();
});

test('an address that names a requirement opens it', async () => {
  const { page } = await pages.open(withFailures(), { hash: FAILED });
  await page
    .locator(`${row(FAILED)}[open] .call-list`)
    .first()
    .waitFor();
  await page.close();
});

test('a cell of the matrix shows its level', async () => {
  const { page } = await pages.open(withFailures());
  await page.getByRole('link', { name: /^init SHOULD/ }).click();
  const should = await page.locator('details.requirement[data-level=SHOULD]').count();
  await expect.poll(() => page.locator('details.requirement:visible').count()).toBe(should);
  await page.close();
});

test('hostile output is text: nothing runs, everything unseen is marked', async () => {
  const { page, troubles } = await pages.open(hostileRecord());
  for (const summary of await page.locator('details.requirement > summary').all()) await summary.click();
  await page.locator('.call-list').nth(8).waitFor();
  expect(await page.locator('.call-list mark').allTextContents()).toEqual(
    expect.arrayContaining(['\\x1b', '\\xff', '\\ufeff', '\\r', '\\u202e']),
  );
  expect(await page.locator('.call-list').nth(2).textContent()).toContain(
    '</script><!-- --> <script>alert(1)</script>',
  );
  expect(await page.title()).toContain('\\x1b]0;title\\x07</title>');
  expect(troubles).toEqual([]);
  await page.close();
});

test('the theme is that of the system until one is chosen', async () => {
  const { page } = await pages.open(allPass(), { colorScheme: 'dark' });
  const background = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  const dark = await background();
  await page.getByRole('button', { name: 'Theme: system' }).click();
  expect(await background()).not.toBe(dark);
  await page.getByRole('button', { name: 'Theme: light' }).click();
  expect(await background()).toBe(dark);
  await page.close();
});

test('without scripts the verdict, the matrix and every message are there', async () => {
  const { page } = await pages.open(withFailures(), { javaScriptEnabled: false });
  expect(await page.locator('.verdict').isVisible()).toBe(true);
  expect(await page.locator('details.requirement:visible').count()).toBe(40);
  expect(await page.locator('form.filters').isVisible()).toBe(false);
  expect(await page.locator(`${row(FAILED)} .headline`).textContent()).toBe(
    'expected Success to the second mount; came Failure: already mounted',
  );
  await page.close();
});

test('on paper what failed is open with its calls, and the filters are gone', async () => {
  const { page } = await pages.open(withFailures());
  await expect.poll(() => page.locator(`${row(FAILED)} .call-list`).count()).toBe(2);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  expect(await page.locator(`${row(FAILED)} .message`).isVisible()).toBe(true);
  expect(await page.locator('form.filters').isVisible()).toBe(false);
  expect((await page.pdf()).length).toBeGreaterThan(20_000);
  await page.evaluate("dispatchEvent(new Event('afterprint'))");
  expect(await page.locator(`${row(FAILED)}[open]`).count()).toBe(0);
  await page.close();
});

test('an incomplete run says what it lacked', async () => {
  const { page } = await pages.open(incomplete());
  expect(await page.locator('.masthead').textContent()).toContain('the run ended early: SIGINT');
  expect(await page.locator('.appendix').textContent()).toContain('This machine lacksroot, loop devices');
  await page.close();
});
