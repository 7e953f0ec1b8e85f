// How the console feels: what is measured is the page. A busy machine only ever makes it slower, so
// the best of three counts.
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkFor, open, openBrowser, signIn, visit } from './browser';
import { startDemo, type Tenon } from './tenon';

const MANY = 100_000;
const LONG_TASK_MS = 100;
const FIRST_VIEW_MS = 1_000;
const TRIES = 3;

let tenon: Tenon;
let browser: Browser;
beforeAll(async () => {
  [tenon, browser] = await Promise.all([startDemo(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await tenon?.stop();
});

async function best(measure: () => Promise<number>, most: number): Promise<number> {
  let least = Infinity;
  for (let turn = 0; turn < TRIES && least > most; turn++) least = Math.min(least, await measure());
  return least;
}

test('the first view can be used within a second at a quarter of the speed', async () => {
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await open(page, tenon, '/contacts', 'Contacts');
  const debug = await context.newCDPSession(page);
  await debug.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const took = await best(async () => {
    await page.goto(`${tenon.url}/console/contacts`, { waitUntil: 'commit' });
    // Since the navigation began, by the page's own clock.
    return page.evaluate(() => new Promise<number>((resolve) => {
      const look = () => {
        if (document.querySelector('main h1') && document.querySelector('nav a')) setTimeout(() => resolve(performance.now()));
        else requestAnimationFrame(look);
      };
      look();
    }));
  }, FIRST_VIEW_MS);
  console.info(`first view: ${Math.round(took)} ms`);
  expect(took).toBeLessThanOrEqual(FIRST_VIEW_MS);
  await context.close();
});

/** Pages of as many contacts as the sandbox would take minutes to make, in Tenon's shape. */
async function serveMany(route: Route): Promise<void> {
  const { pageLimit, searchAfter } = route.request().postDataJSON() as { pageLimit: number; searchAfter?: [number] };
  const from = searchAfter?.[0] ?? 0;
  const contacts = Array.from({ length: Math.min(pageLimit, MANY - from) }, (_, index) => ({
    id: `c${from + index}`, locationId: 'demo', name: `Contact number ${from + index}`, type: 'lead', dateAdded: '2026-11-20T10:00:00Z', dateUpdated: '2026-11-22T10:00:00Z',
    email: `contact.${from + index}@example.org`, phone: '+15125550143', city: 'Austin', tags: ['houzz', 'houzz-lead', 'kitchen'], customFields: [], dnd: false, searchAfter: [from + index + 1],
  }));
  await route.fulfill({ json: { contacts, total: MANY, totalIsExact: true, traceId: 't' } });
}

async function scroll(page: Page, steps: number): Promise<number> {
  return page.evaluate(async (steps) => {
    const longest = { ms: 0 };
    const observer = new PerformanceObserver((list) => { for (const entry of list.getEntries()) longest.ms = Math.max(longest.ms, entry.duration); });
    observer.observe({ type: 'longtask' });
    const grid = document.querySelector('[role=grid]');
    for (let step = 0; step < steps; step++) {
      grid?.scrollBy(0, 2_000);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    observer.disconnect();
    return longest.ms;
  }, steps);
}

test('a hundred thousand contacts scroll without a task of more than 100 ms', async () => {
  const { context, page } = await visit(browser, tenon);
  await signIn(page, linkFor(tenon, 'owner@oak-iron.example'));
  await page.route('**/contacts/search', serveMany);
  await open(page, tenon, '/contacts', 'Contacts');
  await page.getByText('200 of 100,000').waitFor();
  const longest = await best(() => scroll(page, 250), LONG_TASK_MS);
  const loaded = Number((await page.getByText(/of 100,000/).textContent())?.split(' ')[0]?.replaceAll(',', ''));
  console.info(`longest task: ${Math.round(longest)} ms, ${loaded} contacts loaded`);
  expect(loaded).toBeGreaterThan(1_000);
  expect(longest).toBeLessThanOrEqual(LONG_TASK_MS);
  await context.close();
});
