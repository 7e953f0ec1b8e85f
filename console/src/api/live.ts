// Changes as they happen (`/tenon/v1/events`): what is on screen and has changed is read again.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { once } from './client';
import { currentToken, renew, usePlace } from './session';

/** What follows the log as a whole, and is small enough to be read again at every change. */
const FOLLOWS = new Set<unknown>([
  '/tenon/v1/work-items', '/tenon/v1/conflicts', '/tenon/v1/overview', '/tenon/v1/sync-runs', '/tenon/v1/connections', '/tenon/v1/imports', '/tenon/v1/undos', 'contacts',
]);
/** Changes that come together are read again together. */
const GATHER_MS = 700;
const AGAIN_MS = 4_000;

interface Change { contactId?: string | null }
export interface LiveEvent { id: string | undefined; name: string; data: string }

/** Reads a stream of server-sent events (HTML standard, 9.2.6): ids, names and data; comments are left out. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<LiveEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event: LiveEvent = { id: undefined, name: 'message', data: '' };
      for (const line of block.split(/\r?\n/)) {
        const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (name === 'id') event.id = value;
        if (name === 'event') event.name = value;
        if (name === 'data') event.data += event.data ? `\n${value}` : value;
      }
      if (event.name !== 'message' || event.data || event.id) yield event;
    }
  }
}

/** Keeps everything on screen current for as long as the shell stands. */
export function useLive(): void {
  const client = useQueryClient();
  const { id } = usePlace();
  useEffect(() => {
    const stop = new AbortController();
    void follow(client, stop.signal);
    return () => stop.abort();
  }, [client, id]);
}

async function follow(client: QueryClient, signal: AbortSignal): Promise<void> {
  let last: string | undefined;
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const gather = (contactId: string | null | undefined) => {
    if (contactId) changed.add(contactId);
    timer ??= setTimeout(() => {
      timer = undefined;
      readAgain(client, new Set(changed));
      changed.clear();
    }, GATHER_MS);
  };
  while (!signal.aborted) {
    const token = currentToken();
    try {
      const response = await once('get', '/tenon/v1/events', { query: { after: last }, signal }, 'text/event-stream', token);
      if (response.status === 401 && (await renew(token))) continue;
      if (!response.ok || !response.body) throw new Error(String(response.status));
      for await (const event of events(response.body)) {
        if (event.id) last = event.id;
        if (event.name === 'reset') void client.invalidateQueries();
        if (event.name === 'change') gather((JSON.parse(event.data) as Change).contactId);
      }
    } catch {
      // Busy, gone, or the session is over: the page works without it, and asks again.
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  clearTimeout(timer);
}

function readAgain(client: QueryClient, contacts: Set<string>): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [path, request], state }) => {
      // A long list is not read from its top while somebody scrolls in it.
      const pages = (state.data as { pages?: unknown[] } | undefined)?.pages;
      if (pages && pages.length > 2) return false;
      const about = (request as { path?: { contactId?: string }; query?: { contactId?: string } } | undefined);
      const contact = about?.path?.contactId ?? about?.query?.contactId;
      return contact ? contacts.has(contact) : FOLLOWS.has(path);
    },
  });
}
