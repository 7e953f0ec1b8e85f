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

test('an unclear mail becomes a contact, and the decision can be undone', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/review', 'To review');
  const title = '08-missing-contact.eml: New lead from Lionel Marsh on Houzz';
  await page.getByRole('button', { name: title }).click();
  await page.getByRole('heading', { level: 2, name: title }).waitFor();
  await expectAccessible(page);
  await page.getByRole('heading', { level: 2, name: title }).waitFor();
  await picture(page, 'review');

  await page.keyboard.press('1');
  await page.getByRole('dialog', { name: 'Make a contact of it' }).waitFor();
  await page.getByLabel('E-mail').fill('lionel.marsh@example.org');
  await page.keyboard.press('Enter');
  await page.getByText('Decided.').waitFor();
  await expect.poll(() => page.getByRole('button', { name: title }).count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The question is open again.').waitFor();
  await page.getByRole('button', { name: title }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('two contacts that may be one are compared, kept apart by keyboard, and shown as decided', async () => {
  const token = tenon.run('token', 'create', '--location', 'demo', '--scope', 'contacts.write contacts.readonly');
  const post = (path: string, body: object) => fetch(tenon.url + path, {
    method: 'POST', headers: { Authorization: `Bearer ${token}`, Version: '2021-07-28', 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const twin = { locationId: 'demo', firstName: 'Theodora', lastName: 'Winslow', address1: '12 Orchard Row', city: 'Austin', state: 'TX', postalCode: '78702' };
  expect((await post('/contacts/', { ...twin, email: 'theodora@example.org' })).status).toBe(201);
  expect((await post('/contacts/', { ...twin, email: 'theo.winslow@example.org', phone: '+15125550177' })).status).toBe(201);
  expect(await (await post('/tenon/v1/duplicates', {})).json()).toMatchObject({ proposed: 1 });

  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/review?type=duplicate', 'To review');
  const title = 'Are Theodora Winslow and Theodora Winslow one person?';
  await page.getByRole('heading', { level: 2, name: title }).waitFor();
  await page.getByRole('row', { name: /E-mail \(differs\)/ }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('2');
  await page.getByText('Decided.').waitFor();
  await page.getByRole('tab', { name: 'Decided' }).click();
  await page.getByRole('heading', { level: 2, name: title }).waitFor();
  await page.getByRole('article').getByText('Keep them apart').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
