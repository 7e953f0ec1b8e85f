// What strangers write is shown as they wrote it, and breaks nothing.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, linkFor, open, openBrowser, signIn, visit } from './browser';
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

const SCRIPT = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>';
const RTL = 'שרה \u202Eכהן 👩🏽‍🔧';

async function add(contact: object): Promise<string> {
  const token = tenon.run('token', 'create', '--location', 'demo', '--scope', 'contacts.write contacts.readonly');
  const answer = await fetch(`${tenon.url}/contacts/`, {
    method: 'POST', headers: { Authorization: `Bearer ${token}`, Version: '2021-07-28', 'Content-Type': 'application/json' }, body: JSON.stringify({ locationId: 'demo', ...contact }),
  });
  const made = (await answer.json()) as { contact?: { id: string }; message?: unknown };
  if (!made.contact) throw new Error(JSON.stringify(made.message));
  return made.contact.id;
}

test.each([
  // As long as Tenon takes a name.
  ['a very long name', { firstName: 'Nnnnn'.repeat(19), lastName: 'Wwwww'.repeat(19), email: 'long@example.org' }],
  ['right to left and emoji', { firstName: RTL, lastName: 'مریم', email: 'rtl@example.org', city: RTL }],
  ['markup in every field', { firstName: SCRIPT, lastName: SCRIPT, email: 'markup@example.org', companyName: SCRIPT, address1: SCRIPT, city: SCRIPT, state: SCRIPT, source: SCRIPT, tags: [SCRIPT.slice(0, 60)] }],
  ['as many tags as Tenon takes', { firstName: 'Tagged', lastName: 'Much', email: 'tags@example.org', tags: Array.from({ length: 500 }, (_, index) => `tag number ${index}`) }],
])('%s', async (_, contact) => {
  const id = await add(contact);
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/contacts', 'Contacts');
  await page.getByRole('grid').getByRole('row').nth(1).waitFor();
  await expectAccessible(page);
  await page.goto(`${tenon.url}/console/contacts/${id}`);
  await page.getByRole('heading', { level: 1 }).getByText(contact.firstName.slice(0, 20)).waitFor();
  await page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first().waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => (window as unknown as { broken?: number }).broken)).toBeUndefined();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a name of 10,000 characters is refused where it was typed, and stays there', async () => {
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/contacts', 'Contacts');
  await page.getByRole('button', { name: 'New contact' }).click();
  const name = 'x'.repeat(10_000);
  await page.getByLabel('First name').fill(name);
  await page.getByLabel('E-mail').fill('too-long@example.org');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  expect(await page.getByLabel('First name').inputValue()).toBe(name);
  await expectAccessible(page);
  await context.close();
});

test('a Tenon that is gone is told, with a way to try again', async () => {
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/work', 'Work list');
  await page.route('**/contacts/search', (route) => route.abort());
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByText('Tenon does not answer.').waitFor();
  await expectAccessible(page);
  await page.unroute('**/contacts/search');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('grid').getByRole('row').nth(1).waitFor();
  await context.close();
});
