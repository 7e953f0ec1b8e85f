// A Tenon of the test's own, with the samples and the sandbox, on free ports; stopped by its process.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { preview, type PreviewServer } from 'vite';

/** The binary under test. */
const binary = process.env['TENON_BIN'] ?? fileURLToPath(new URL('../../target/debug/tenon', import.meta.url));
const START_MS = 60_000;

export interface Tenon {
  /** Where the console and the API are. */
  url: string;
  sandbox: string;
  /** A link that signs the owner in, once. */
  link: string;
  /** The command line on the same data; answers what it printed. */
  run: (...args: string[]) => string;
  stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** Starts `tenon demo`: the hub and the sandbox, with the samples on both sides. */
export async function startDemo(): Promise<Tenon> {
  const data = mkdtempSync(join(tmpdir(), 'tenon-console-'));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const hub = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ['--data', data, 'demo', '--listen', `127.0.0.1:${port}`, '--sandbox-listen', `127.0.0.1:${sandboxPort}`]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk; });
  child.stderr.on('data', (chunk: Buffer) => { said += chunk; });
  let pages: PreviewServer | undefined;
  const stop = async () => {
    await pages?.close();
    await ended(child);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const link = await saidOf(child, () => said, /http:\S+\/sign-in\/link\/\w+/);
    pages = process.env['TENON_CONSOLE_PREVIEW'] ? await ownPages(hub) : undefined;
    const url = pages ? new URL(pages.resolvedUrls?.local[0] ?? '').origin : hub;
    const run = (...args: string[]) => {
      const done = spawnSync(binary, ['--data', data, ...args], { encoding: 'utf8' });
      if (done.status !== 0) throw new Error(`tenon ${args.join(' ')}: ${done.stderr}`);
      return done.stdout.trim();
    };
    return { url, sandbox: `http://127.0.0.1:${sandboxPort}`, link: link.replace(hub, url), run, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export interface Sandbox {
  url: string;
  /** A private token for its only location, "sandbox". */
  token: string;
  tokenFile: string;
  stop: () => Promise<void>;
}

/** Starts another HighLevel sandbox, which tells nobody of its changes: only a run finds them. */
export async function startSandbox(): Promise<Sandbox> {
  const data = mkdtempSync(join(tmpdir(), 'tenon-sandbox-'));
  const child = spawn(binary, ['--data', data, 'sandbox', '--listen', `127.0.0.1:${await freePort()}`]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk; });
  const stop = async () => {
    await ended(child);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const url = (await saidOf(child, () => said, /the sandbox serves http:[^;\s]+;/)).replace(/^.*(http:[^;]+);$/, '$1');
    const tokenFile = join(data, 'sandbox.token');
    return { url, token: readFileSync(tokenFile, 'utf8').trim(), tokenFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The built pages of this folder in front of the binary, for a binary that was built elsewhere. */
async function ownPages(hub: string): Promise<PreviewServer> {
  process.env['TENON_URL'] = hub;
  return preview({ root: fileURLToPath(new URL('..', import.meta.url)), preview: { port: await freePort(), strictPort: true }, logLevel: 'error' });
}

async function saidOf(child: ChildProcess, said: () => string, what: RegExp): Promise<string> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    const found = what.exec(said());
    if (found) return found[0];
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`tenon demo did not start: ${said()}`);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => { clearTimeout(hard); resolve(); });
    child.kill('SIGINT');
  });
}
