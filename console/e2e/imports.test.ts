import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

const OWNER = 'owner@oak-iron.example';
const sample = (name: string) => readFileSync(fileURLToPath(new URL(`../../samples/${name}`, import.meta.url)));
const choose = (page: Page, ...files: { name: string; body: Buffer | string }[]) =>
  page.locator('input[type=file]').setInputFiles(files.map(({ name, body }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(body) })));
const card = (page: Page, name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

/** A lead's mail of our own, as Houzz sends them. */
const lead = () => sample('leads/01-plain-text.eml').toString()
  .replace(/[\w.]+@example\.org/g, 'nora.field@example.org').replace(/Message-ID: .*/i, 'Message-ID: <nora-1@mail.example.org>');

test('a lead mail is looked at, taken in, found, and known when it comes again', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, tenon.link);
  await open(page, tenon, '/imports', 'Imports');
  await choose(page, { name: 'nora.eml', body: lead() });
  const nora = card(page, 'nora.eml');
  await nora.getByText('What an import would do').waitFor();
  // A look keeps nothing.
  expect(await nora.getByRole('link').count()).toBe(0);
  await nora.getByRole('button', { name: 'Import', exact: true }).click();
  await nora.getByText('What the import did').waitFor();
  await expectAccessible(page);

  await nora.getByRole('link').first().click();
  await page.getByText('nora.field@example.org').first().waitFor();
  await page.goBack();

  // The same file again tells nothing new.
  await choose(page, { name: 'again.eml', body: lead() });
  await card(page, 'again.eml').getByText('Nothing in it is new.').waitFor();

  expect(complaints).toEqual([]);
  await context.close();
});

test('a table whose columns were guessed wrong is put right, taken in, and undone', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, OWNER));
  await open(page, tenon, '/imports', 'Imports');
  await choose(page,
    { name: 'people.csv', body: 'Alpha,<b>Beta</b>,Gamma\nIrma Quist,likes <script>alert(1)</script>,irma.quist@example.org\n' },
    { name: 'visitors.csv', body: sample('tables/showroom-visitors.csv') });
  const people = card(page, 'people.csv');
  await people.getByLabel('Meaning of Alpha').selectOption('name');
  await people.getByLabel('Meaning of <b>Beta</b>').selectOption('note');
  await people.getByText('Irma Quist').waitFor();
  await expectAccessible(page);
  await picture(page, 'imports');
  await people.getByRole('button', { name: 'Import', exact: true }).click();
  await people.getByRole('link', { name: 'Irma Quist' }).waitFor();

  await people.getByRole('button', { name: 'Undo this import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Undo the import of people.csv' });
  await dialog.getByText('records that were added go').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Take it back' }).click();
  await people.getByText('This import was undone.').waitFor();
  await open(page, tenon, '/contacts?q=irma%20quist', 'Contacts');
  await page.getByText('Nobody matches').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('what cannot be taken in says so in a sentence, and changes nothing', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, OWNER));
  await open(page, tenon, '/imports', 'Imports');
  await choose(page, { name: 'nothing.eml', body: '' }, { name: 'photo.png', body: '\u0089PNG' }, { name: 'broken.xlsx', body: 'no workbook' }, { name: 'odd.csv', body: 'Alpha,Beta\nx,y\n' }, { name: '../../"><img src=x>.csv', body: 'Name,Email\n' });
  await card(page, 'nothing.eml').getByText('The file is empty.', { exact: false }).waitFor();
  await card(page, 'photo.png').getByRole('alert').waitFor();
  await card(page, 'broken.xlsx').getByRole('alert').waitFor();
  const odd = card(page, 'odd.csv');
  await odd.getByRole('alert').waitFor();
  expect(await odd.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove photo.png' }).click();
  expect(await card(page, 'photo.png').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a read-only person sees what came in and is offered no import', async () => {
  const { context, page, complaints } = await visit(browser, tenon);
  tenon.run('user', 'create', '--location', 'demo', '--email', 'looker@oak-iron.example', '--name', 'Lou Looker', '--role', 'read-only');
  await signIn(page, linkFor(tenon, 'looker@oak-iron.example'));
  await open(page, tenon, '/imports', 'Imports');
  await page.getByRole('heading', { name: 'What came in, newest first' }).waitFor();
  expect(await page.locator('input[type=file]').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});
