import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, open, openBrowser, picture, signIn, visit } from './browser';
import { startDemo, type Tenon } from './tenon';

let tenon: Tenon;
let browser: Browser;
beforeAll(async () => {
  [tenon, browser] = await Promise.all([startDemo(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await tenon?.stop();
});

test('the overview says how everything stands, with its charts also as tables', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, tenon.link);
  await open(page, tenon, '/', 'Overview');
  await page.getByRole('heading', { level: 2, name: /in step|needs you|knows of/ }).waitFor();
  const row = page.getByRole('listitem').filter({ hasText: 'HighLevel sandbox' }).filter({ hasText: 'records compared' });
  await row.waitFor();
  expect(await row.getByText('agrees').count()).toBe(1);
  // The samples' leads came in today: the chart says so in words, and its table adds up to the same.
  const chart = page.getByRole('img', { name: /^Leads a day: / });
  const total = Number(/: (\d+) in all/.exec((await chart.getAttribute('aria-label')) ?? '')?.[1]);
  expect(total).toBeGreaterThan(0);
  await page.getByText('As a table').first().click();
  const cells = await page.getByRole('region', { name: 'Leads a day' }).locator('td').allTextContents();
  expect(cells.reduce((sum, cell) => sum + Number(cell), 0)).toBe(total);
  await page.getByText('As a table').first().click();
  await expectAccessible(page);
  await page.evaluate(() => window.scrollTo(0, 0));
  await picture(page, 'overview');
  await page.getByRole('link', { name: 'To type in Houzz Pro' }).click();
  await page.getByRole('heading', { level: 1, name: 'Work list' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('without an answer the overview claims nothing, and tries again', async () => {
  const { context, page } = await visit(browser, tenon);
  await page.route('**/tenon/v1/overview', (route) => route.abort());
  await signIn(page, tenon.run('user', 'link', '--email', 'owner@oak-iron.example', '--public-url', tenon.url).match(/http:\S+/)?.[0] ?? '');
  await page.goto(`${tenon.url}/console/`);
  await page.getByText('Tenon does not answer').waitFor();
  expect(await page.getByText('Everything is in step').count()).toBe(0);
  await page.unroute('**/tenon/v1/overview');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 2, name: /in step|needs you|knows of/ }).waitFor();
  await context.close();
});
