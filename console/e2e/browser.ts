// The system's Chromium, and what every test asks of a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Tenon } from './tenon';

const executablePath = process.env['TENON_CHROMIUM'] ?? '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const WIDE = { width: 1360, height: 860 };
const PHONE = { width: 390, height: 844 };

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What the page complained of: errors, refused styles and scripts, calls to other hosts. */
  complaints: string[];
}

/** A fresh browser profile; everything that leaves the machine or breaks is written down. */
export async function visit(browser: Browser, tenon: Tenon): Promise<Visit> {
  const context = await browser.newContext({ viewport: WIDE, locale: 'en-US', timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') && host !== new URL(tenon.url).host) complaints.push(`called ${request.url()}`);
  });
  context.on('weberror', ({ error }) => complaints.push(String(error())));
  context.on('console', (message) => {
    // A refused call is told as an error by the browser; the screen tells it too, and that is tested there.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  return { context, page: await context.newPage(), complaints };
}

/** Signs in by a one-time link. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/console\//);
}

/** A link for somebody, as whoever runs Tenon makes it. */
export function linkFor(tenon: Tenon, email: string): string {
  return /http:\S+/.exec(tenon.run('user', 'link', '--email', email, '--public-url', tenon.url))?.[0] ?? '';
}

/** Goes to a screen and waits for its heading. */
export async function open(page: Page, tenon: Tenon, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(`${tenon.url}/console${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
}

/** WCAG 2.2 AA by axe, in both themes, wide and on a phone. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(page, theme);
      const found = await axeOn(page);
      expect(found, `axe on ${page.url()}, ${theme}, ${size.width} wide`).toEqual([]);
      const isWider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(isWider, `${page.url()} scrolls sideways at ${size.width}`).toBe(false);
    }
  }
  await page.setViewportSize(WIDE);
  await setTheme(page, 'light');
}

async function axeOn(page: Page): Promise<string[]> {
  // By the debugger, which the policy of the page does not bind.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${failureSummary}`));
  });
}

/** Keeps pictures of the screen in docs/images: NAME.png, NAME-dark.png and NAME-phone.png. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env['TENON_PICTURES']) return;
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(page, theme);
    await page.screenshot({ path: `${images}${name}${theme === 'dark' ? '-dark' : ''}.png`, animations: 'disabled' });
  }
  await setTheme(page, 'light');
  await page.setViewportSize(PHONE);
  await page.screenshot({ path: `${images}${name}-phone.png`, animations: 'disabled' });
  await page.setViewportSize(WIDE);
}
