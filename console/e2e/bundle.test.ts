// What a browser must load before the first screen stands: at most 250 kB, compressed.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const MOST = 250_000;
interface Chunk { file: string; imports?: string[]; css?: string[]; isEntry?: boolean; src?: string }
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8')) as Record<string, Chunk>;

function files(name: string, into = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk || into.has(chunk.file)) return into;
  into.add(chunk.file);
  chunk.css?.forEach((file) => into.add(file));
  chunk.imports?.forEach((other) => files(other, into));
  return into;
}
const weigh = (names: Iterable<string>): number => [...names].reduce((sum, name) => {
  const bytes = readFileSync(dist + name);
  return sum + (name.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length);
}, 0);

test.each(Object.keys(manifest).filter((name) => name.startsWith('src/screens/') && name.endsWith('.tsx')))('%s is shown after at most 250 kB', (screen) => {
  const needed = files('index.html');
  files(screen, needed);
  needed.add('index.html');
  const font = readdirSync(`${dist}assets`).find((name) => /^inter-latin-wght.*woff2$/.test(name));
  expect(font).toBeDefined();
  needed.add(`assets/${font}`);
  expect(weigh(needed)).toBeLessThanOrEqual(MOST);
});
