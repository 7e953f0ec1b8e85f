import type { Browser, Page } from 'playwright-core';
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

async function owner(): Promise<{ page: Page; complaints: string[]; leave: () => Promise<void> }> {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  return { page, complaints, leave: () => context.close() };
}
const rows = (page: Page) => page.getByRole('grid', { name: 'Contacts' }).getByRole('row');

test('contacts are searched, sorted, selected and tagged, all by keyboard', async () => {
  const { page, complaints, leave } = await owner();
  await open(page, tenon, '/contacts', 'Contacts');
  await rows(page).nth(10).waitFor();
  await expectAccessible(page);
  await picture(page, 'contacts');

  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('okafor');
  await expect.poll(() => rows(page).count()).toBe(2);
  await rows(page).nth(1).focus();
  await page.keyboard.press('Space');
  await page.getByRole('toolbar', { name: '1 selected' }).getByRole('button', { name: 'Tags' }).click();
  await page.getByLabel('Tags, with commas between them').fill('from the console');
  await page.keyboard.press('Enter');
  await page.getByText('Tags changed on 1 contacts.').waitFor();
  await page.goto(`${tenon.url}/console/contacts?tag=from%20the%20console`);
  await rows(page).nth(1).waitFor();
  expect(await rows(page).nth(1).textContent()).toContain('Maya Okafor');
  await page.getByRole('button', { name: /Remove the filter/ }).click();
  await expect.poll(() => rows(page).count()).toBeGreaterThan(10);
  expect(complaints).toEqual([]);
  await leave();
});

test('two are merged and taken apart again; several are paused and resumed', async () => {
  const token = tenon.run('token', 'create', '--location', 'demo', '--scope', 'contacts.write contacts.readonly');
  for (const email of ['twin.one@example.org', 'twin.two@example.org']) {
    const made = await fetch(`${tenon.url}/contacts/`, {
      method: 'POST', headers: { Authorization: `Bearer ${token}`, Version: '2021-07-28', 'Content-Type': 'application/json' }, body: JSON.stringify({ locationId: 'demo', firstName: 'Quillon', lastName: 'Twin', email }),
    });
    expect(made.status).toBe(201);
  }
  const { page, complaints, leave } = await owner();
  await open(page, tenon, '/contacts?q=quillon', 'Contacts');
  await expect.poll(() => rows(page).count()).toBe(3);
  const both = async () => {
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check();
    return page.getByRole('toolbar', { name: '2 selected' });
  };
  await (await both()).getByRole('button', { name: 'Pause' }).click();
  await page.getByLabel('Why? (others will see it)').fill('on holiday');
  await page.keyboard.press('Enter');
  await page.getByText('2 contacts are paused.').waitFor();
  await (await both()).getByRole('button', { name: 'Resume' }).click();
  await page.getByText('2 contacts are in the sync again.').waitFor();

  await (await both()).getByRole('button', { name: 'Merge' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge two contacts' });
  await dialog.getByRole('list').getByRole('listitem').first().waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await page.getByText('Merged.').waitFor();
  await expect.poll(() => rows(page).count()).toBe(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => rows(page).count(), { timeout: 10_000 }).toBe(3);
  expect(complaints).toEqual([]);
  await leave();
});

test('an edit crosses to the other side, is told on the timeline and put back from there', async () => {
  const { page, complaints, leave } = await owner();
  await open(page, tenon, '/contacts?q=okafor', 'Contacts');
  await rows(page).nth(1).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Maya Okafor' }).waitFor();
  await page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first().waitFor();
  await expectAccessible(page);
  await picture(page, 'contact');

  await page.getByRole('button', { name: /^Change Street/ }).click();
  await page.getByRole('textbox', { name: 'Street' }).fill('7 Cedar Lane');
  await page.keyboard.press('Enter');
  await page.getByText('Street saved.').waitFor();
  // The sync carries it over; the page hears of it by itself.
  await page.getByText('The contact sent to HighLevel sandbox').first().waitFor();
  await expect.poll(() => page.getByText('HighLevel sandbox has this').count(), { timeout: 20_000 }).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Put back: The owner changed Street' }).first().click();
  await page.getByText('One value is as it was.').waitFor();
  await page.getByRole('button', { name: /^Change Street: 1208 Willow Creek Dr/ }).waitFor();
  expect(complaints).toEqual([]);
  await leave();
});

test('two people who edit one field are both heard', async () => {
  const { page, leave } = await owner();
  await open(page, tenon, '/contacts?q=okafor', 'Contacts');
  await rows(page).nth(1).click();
  await page.getByRole('button', { name: /^Change City/ }).click();
  await page.getByRole('textbox', { name: 'City' }).fill('Round Rock');
  // Somebody else, meanwhile.
  const id = page.url().split('/').at(-1) ?? '';
  const token = tenon.run('token', 'create', '--location', 'demo', '--scope', 'contacts.write contacts.readonly');
  const other = await fetch(`${tenon.url}/contacts/${id}`, {
    method: 'PUT', headers: { Authorization: `Bearer ${token}`, Version: '2021-07-28', 'Content-Type': 'application/json' }, body: JSON.stringify({ city: 'Lakeway' }),
  });
  expect(other.status).toBe(200);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save mine' }).click();
  await page.getByRole('button', { name: /^Change City: Round Rock/ }).waitFor();
  await leave();
});

test('an edit outlives the session: after signing in again it is saved', async () => {
  const { page, leave } = await owner();
  await open(page, tenon, '/contacts?q=okafor', 'Contacts');
  await rows(page).nth(1).click();
  await page.getByRole('button', { name: /^Change ZIP/ }).click();
  await page.getByRole('textbox', { name: 'ZIP' }).fill('78664');
  // The session ends, and with it the token; the page does not know yet.
  await page.context().clearCookies();
  await page.route('**/contacts/*', (route, request) => (request.method() === 'PUT' ? route.fulfill({ status: 401, json: { message: 'ended' } }) : route.continue()), { times: 1 });
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  await expectAccessible(page);
  const again = await page.context().newPage();
  await signIn(again, linkFor(tenon, 'owner@oak-iron.example'));
  await again.close();
  await page.bringToFront();
  await page.getByRole('button', { name: 'I have signed in' }).click();
  await page.getByRole('button', { name: /^Change ZIP: 78664/ }).waitFor();
  await page.getByText('ZIP saved.').waitFor();
  await leave();
});

test('who may only look is offered no change, and Tenon refuses one all the same', async () => {
  tenon.run('user', 'create', '--location', 'demo', '--email', 'guest@oak-iron.example', '--name', 'A guest', '--role', 'read-only');
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'guest@oak-iron.example'));
  await open(page, tenon, '/contacts?q=okafor', 'Contacts');
  expect(await page.getByRole('button', { name: 'New contact' }).count()).toBe(0);
  await rows(page).nth(1).click();
  await page.getByRole('heading', { level: 1, name: 'Maya Okafor' }).waitFor();
  await page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first().waitFor();
  expect(await page.getByRole('button', { name: /^(Change|Put back|Add|Pause)/ }).count()).toBe(0);
  const status = await page.evaluate(async () => {
    const { key } = await (await fetch('/console/session')).json();
    const { token } = await (await fetch('/console/token', { method: 'POST', headers: { 'X-Tenon-Key': key, 'Content-Type': 'application/json' }, body: '{"locationId":"demo"}' })).json();
    const headers = { Authorization: `Bearer ${token}`, Version: '2021-07-28', 'Content-Type': 'application/json' };
    const answer = await fetch(location.pathname.replace('/console', ''), { method: 'PUT', headers, body: '{"city":"X"}' });
    return answer.status;
  });
  expect([401, 403]).toContain(status);
  await context.close();
});
