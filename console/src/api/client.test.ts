import { afterEach, expect, test, vi } from 'vitest';
import { address, call } from './client';
import { Refused, Unreachable } from './errors';
import { comeBack, getStanding, start } from './session';

const session = { name: 'Ana', email: 'ana@example.org', key: 'k', locations: [{ id: 'here', name: 'Here', role: 'owner' }] };
const json = (status: number, body: object) => new Response(JSON.stringify(body), { status });

/** A Tenon of a few lines: answers in turn for a path, the last one from then on. */
function serve(answers: Record<string, (() => Response)[]>): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    asked.push(new Request(new URL(path, 'http://tenon.test'), init));
    const turns = answers[path];
    if (!turns?.length) throw new TypeError('no such host');
    return (turns.length > 1 ? turns.shift() : turns[0])?.();
  });
  return asked;
}
afterEach(() => vi.unstubAllGlobals());

const signedIn = { '/console/session': [() => json(200, session)] };
const tokens = (...given: string[]) => ({ '/console/token': given.map((token) => () => json(200, { token })) });
const OVER = () => json(401, { message: 'The token has ended.' });
const PAUSES = () => json(200, { pauses: [] });

test('an address carries its values safely, and no empty query', () => {
  expect(address('/contacts/{contactId}/tasks', { path: { contactId: 'a/b ?' } })).toBe('/contacts/a%2Fb%20%3F/tasks');
  expect(address('/x', { query: { a: 1, b: undefined, c: '', d: 'é&' } })).toBe('/x?a=1&d=%C3%A9%26');
});

test('a token that has ended is renewed once, and the call goes on', async () => {
  const asked = serve({ ...signedIn, ...tokens('one', 'two'), '/tenon/v1/pauses': [OVER, PAUSES] });
  await start();
  await expect(call('get', '/tenon/v1/pauses', {})).resolves.toEqual({ pauses: [] });
  const sent = asked.filter(({ url }) => url.endsWith('/pauses')).map(({ headers }) => headers.get('Authorization'));
  expect(sent).toEqual(['Bearer one', 'Bearer two']);
});

test('when the session is over, a change waits for the person and then goes through', async () => {
  const asked = serve({
    '/console/session': [() => json(200, session), () => json(401, {}), () => json(200, session)],
    ...tokens('one', 'two'),
    '/tenon/v1/work-items/7': [OVER, () => json(200, { workItem: { id: '7' } })],
  });
  await start();
  const change = call('put', '/tenon/v1/work-items/{itemId}', { path: { itemId: '7' }, body: { state: 'done' } });
  await vi.waitFor(() => expect(getStanding()).toMatchObject({ hasLapsed: true }));
  expect(await comeBack()).toBe(true);
  await expect(change).resolves.toEqual({ workItem: { id: '7' } });
  expect(getStanding()).toMatchObject({ hasLapsed: false });
  const bodies = await Promise.all(asked.filter(({ url }) => url.endsWith('/7')).map((it) => it.text()));
  expect(bodies).toEqual(['{"state":"done"}', '{"state":"done"}']);
});

test('somebody else signing in does not send what the first person typed', async () => {
  serve({
    '/console/session': [() => json(200, session), () => json(200, { ...session, email: 'other@example.org' })],
    ...tokens('one', 'theirs'), '/tenon/v1/pauses': [OVER],
  });
  await start();
  void call('get', '/tenon/v1/pauses', {});
  await vi.waitFor(() => expect(getStanding()).toMatchObject({ hasLapsed: true }));
  expect(await comeBack()).toBe(false);
});

test('a refusal keeps every complaint and the trace; no answer says so', async () => {
  serve({ '/tenon/v1/undos': [() => json(422, { message: ['one.', 'two.'], traceId: 't1' })] });
  const refused = await call('get', '/tenon/v1/undos', {}).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect(refused).toMatchObject({ status: 422, complaints: ['one.', 'two.'], traceId: 't1', message: 'one. two.' });
  await expect(call('get', '/tenon/v1/links', { query: { contactId: 'x' } })).rejects.toBeInstanceOf(Unreachable);
});
