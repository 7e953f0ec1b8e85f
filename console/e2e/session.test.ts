// Who may do what with a browser, a cookie and a token.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkFor, open, openBrowser, signIn, visit } from './browser';
import { startDemo, type Tenon } from './tenon';

let tenon: Tenon;
let browser: Browser;
const OWNER = 'owner@oak-iron.example';
beforeAll(async () => {
  [tenon, browser] = await Promise.all([startDemo(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await tenon?.stop();
});

const status = (page: Page, path: string, init: RequestInit = {}) => page.evaluate(async ([path, init]) => (await fetch(path, init)).status, [path, init] as const);

test('whoever has not signed in is asked to, and comes to where they wanted', async () => {
  const { context, page } = await visit(browser, tenon);
  await page.goto(`${tenon.url}/console/work`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(new URL(page.url()).searchParams.get('to')).toBe('/console/work');
  await context.close();
});

test('signing out ends the session itself: a copied cookie opens nothing any more', async () => {
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, OWNER));
  await open(page, tenon, '/work', 'Work list');
  const stolen = await context.cookies();
  expect(stolen.every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Lax')).toBe(true);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('tenon_at_');

  await page.getByRole('button', { name: /The owner/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await context.addCookies(stolen);
  expect((await context.request.get(`${tenon.url}/console/session`)).status()).toBe(401);
  await context.close();
});

test('a cookie alone changes nothing: a token wants the key, and calls want the token', async () => {
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, OWNER));
  await open(page, tenon, '/work', 'Work list');
  const json = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ locationId: 'demo' });
  expect(await status(page, '/console/token', { method: 'POST', headers: json, body })).toBe(403);
  expect(await status(page, '/console/token', { method: 'POST', headers: { ...json, 'X-Tenon-Key': 'f'.repeat(64) }, body })).toBe(403);
  expect(await status(page, '/sign-out', { method: 'POST', body: 'key=wrong', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })).toBe(403);
  expect(await status(page, '/tenon/v1/undos', { method: 'POST', headers: json, body: '{"kind":"change","id":1}' })).toBe(401);
  // The sandbox stands on another port: for a browser it is another site's page with our cookie.
  const other = await context.newPage();
  await other.goto(`${tenon.sandbox}/docs`).catch(() => undefined);
  const crossed = await other.evaluate(async (url) => fetch(`${url}/console/session`, { credentials: 'include' }).then(() => 'read', () => 'refused'), tenon.url);
  expect(crossed).toBe('refused');
  await context.close();
});

test('who may only look is refused every write that the document names', async () => {
  tenon.run('user', 'create', '--location', 'demo', '--email', 'guest@oak-iron.example', '--name', 'A guest', '--role', 'read-only');
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'guest@oak-iron.example'));
  await open(page, tenon, '/work', 'Work list');
  const answers = await page.evaluate(async () => {
    const { key } = await (await fetch('/console/session')).json();
    const { token } = await (await fetch('/console/token', { method: 'POST', headers: { 'X-Tenon-Key': key, 'Content-Type': 'application/json' }, body: '{"locationId":"demo"}' })).json();
    const document = await (await fetch('/openapi.json')).json() as { paths: Record<string, Record<string, { 'x-scope'?: string }>> };
    const found: string[] = [];
    let tried = 0;
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const scope = operation['x-scope'] ?? '';
        if (method === 'get' || !/\.write$/.test(scope)) continue;
        tried++;
        const address = path.replaceAll(/\{\w+\}/g, 'x');
        const send = (version: string) => fetch(address, { method: method.toUpperCase(), headers: { Authorization: `Bearer ${token}`, Version: version, 'Content-Type': 'application/json' }, body: '{}' });
        let answer = await send('2021-07-28');
        // Some paths are only spoken in the newest dialect.
        if (answer.status === 404) answer = await send('v3');
        if (answer.status !== 401 && answer.status !== 403) found.push(`${method} ${path}: ${answer.status}`);
      }
    }
    return { found, tried };
  });
  expect(answers.found).toEqual([]);
  expect(answers.tried).toBeGreaterThan(30);
  await context.close();
});
