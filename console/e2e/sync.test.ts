import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, linkFor, open, openBrowser, picture, signIn, visit } from './browser';
import { startDemo, startSandbox, type Sandbox, type Tenon } from './tenon';

let tenon: Tenon;
let browser: Browser;
let quiet: Sandbox;
beforeAll(async () => {
  [tenon, browser, quiet] = await Promise.all([startDemo(), openBrowser(), startSandbox()]);
});
afterAll(async () => {
  await browser?.close();
  await quiet?.stop();
  await tenon?.stop();
});

const versions = { Version: '2021-07-28', 'Content-Type': 'application/json' };
async function over(url: string, token: string, method: string, path: string, body?: object): Promise<Record<string, Record<string, unknown>>> {
  const response = await fetch(url + path, { method, headers: { ...versions, Authorization: `Bearer ${token}` }, ...(body ? { body: JSON.stringify(body) } : {}) });
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  return response.json() as Promise<Record<string, Record<string, unknown>>>;
}

test('both sides are proven to agree, and what can be done stands in a matrix', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/sync', 'Sync');
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: /HighLevel sandbox/ }) });
  await card.getByText('records compared, all in step').waitFor();
  await expectAccessible(page);
  await picture(page, 'sync');
  const before = await runs('verify');
  await card.getByRole('button', { name: 'Prove now' }).click();
  await page.getByText('Asked for.').waitFor();
  await expect.poll(async () => (await runs('verify')).filter(({ state }) => state === 'done').length, { timeout: 30_000 }).toBe(before.length + 1);

  await page.getByRole('tab', { name: 'Agreement' }).click();
  await page.getByText('Both sides agree', { exact: true }).waitFor();
  await page.getByRole('row', { name: /Further e-mails.*Cannot be written over there/ }).waitFor();
  await expectAccessible(page);
  await picture(page, 'sync-agreement');

  await page.getByRole('tab', { name: 'What can be done' }).click();
  await page.getByRole('row', { name: /Contacts.*Yes.*No/ }).first().waitFor();
  await page.getByRole('button', { name: 'Fields of contacts' }).first().click();
  await page.getByRole('row', { name: /Firm/ }).first().waitFor();
  await expectAccessible(page);
  await picture(page, 'sync-abilities');
  expect(complaints).toEqual([]);
  await context.close();
});

test('what a run did is taken back on both sides, and what that means is said beforehand', async () => {
  const hub = tenon.run('token', 'create', '--location', 'demo', '--scope', 'contacts.readonly');
  const evil = '<img src=x onerror=alert(1)>';
  const { contact } = await over(quiet.url, quiet.token, 'POST', '/contacts/', { locationId: 'sandbox', firstName: 'Runa', lastName: evil, email: 'runa.vogel@example.org', city: 'Austin' });
  const there = `/contacts/${String(contact?.['id'])}`;
  const connection = tenon.run('connect', 'highlevel', '--location', 'demo', '--name', 'Quiet sandbox', '--token-file', quiet.tokenFile, '--base-url', quiet.url, '--remote-location', 'sandbox');
  const find = async () => (await over(tenon.url, hub, 'GET', '/contacts/?locationId=demo&query=runa.vogel'))['contacts'] as unknown as { id: string; city: string }[];
  await expect.poll(async () => (await find()).length, { timeout: 30_000 }).toBe(1);
  await expect.poll(async () => (await runs('first')).every(({ state }) => state === 'done'), { timeout: 30_000 }).toBe(true);
  await over(quiet.url, quiet.token, 'PUT', there, { city: 'Buda' });

  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/sync', 'Sync');
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: /Quiet sandbox/ }) });
  await card.getByRole('button', { name: 'Sync now' }).click();
  await expect.poll(async () => (await find())[0]?.city, { timeout: 30_000 }).toBe('Buda');
  await expect.poll(async () => (await runs('full')).filter((run) => run.connectionId === connection && run.state === 'done').length, { timeout: 30_000 }).toBeGreaterThan(0);

  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('list', { name: 'Runs' }).getByRole('button', { name: /Full run.*Quiet sandbox/ }).first().click();
  await page.getByText('changed here').last().waitFor();
  await expectAccessible(page);
  await picture(page, 'sync-runs');
  await page.getByRole('button', { name: 'Undo…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take it back?' });
  await dialog.getByText('1 value goes back to what it was').waitFor();
  await dialog.getByText('Buda becomes Austin again').waitFor();
  await expectAccessible(page);
  expect((await find())[0]?.city).toBe('Buda');
  await dialog.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Taken back. The other side follows.').waitFor();
  await expect.poll(async () => (await find())[0]?.city, { timeout: 15_000 }).toBe('Austin');
  await expect.poll(async () => (await over(quiet.url, quiet.token, 'GET', there))['contact']?.['city'], { timeout: 30_000 }).toBe('Austin');
  expect(complaints).toEqual([]);
  await context.close();
});

test('who may only read is shown no way to change the sync, and is refused', async () => {
  tenon.run('user', 'create', '--email', 'reader@oak-iron.example', '--name', 'Rea Reader', '--location', 'demo', '--role', 'read-only');
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'reader@oak-iron.example'));
  await open(page, tenon, '/sync', 'Sync');
  await page.getByText('records compared').first().waitFor();
  for (const name of ['Prove now', 'Sync now', 'Pause']) expect(await page.getByRole('button', { name }).count()).toBe(0);
  await context.close();
});

async function runs(kind: string): Promise<{ kind: string; state: string; connectionId: string }[]> {
  const token = tenon.run('token', 'create', '--location', 'demo', '--scope', 'contacts.readonly');
  const { syncRuns } = await over(tenon.url, token, 'GET', '/tenon/v1/sync-runs?limit=50');
  return (syncRuns as unknown as { kind: string; state: string; connectionId: string }[]).filter((run) => run.kind === kind);
}
