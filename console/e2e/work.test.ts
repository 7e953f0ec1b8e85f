import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, linkFor, open, openBrowser, picture, signIn, visit } from './browser';
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

test('what a person does in Houzz Pro is ticked, waits for its proof, and can be put back', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, tenon.link);
  await open(page, tenon, '/work', 'Work list');
  const title = 'Change the city of Maya Okafor in Houzz Pro to West Lake Hills';
  await page.getByText(title).waitFor();
  await expectAccessible(page);
  await picture(page, 'work');

  await page.getByRole('checkbox', { name: `Done: ${title}` }).click();
  await page.getByText('Nothing to do by hand').waitFor();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Done' }).click();
  await page.getByRole('checkbox', { name: `Not done after all: ${title}` }).click();
  await page.getByText('Nothing is waiting for its confirmation').waitFor();
  await page.getByRole('tab', { name: 'Open' }).click();
  await page.getByRole('checkbox', { name: `Done: ${title}` }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the palette goes to a screen by keyboard, and keeps to axe', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/work', 'Work list');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  await expectAccessible(page);
  // People are found as well.
  await page.keyboard.type('okafor');
  await page.getByRole('option', { name: /Maya Okafor/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Maya Okafor' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme=dark]').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
