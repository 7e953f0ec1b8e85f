// Every call of the console: Tenon's public API, typed by its own document.
import { Refused, Unreachable } from './errors';
import type { paths } from './schema';
import { currentToken, renew, untilBack } from './session';
import { texts } from '~/texts';

type Method = 'get' | 'post' | 'put' | 'delete';
/** The paths that know this method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Content<T> = T extends { content: infer C } ? C[keyof C] : never;
type Op<M extends Method, P extends PathOf<M>> = paths[P][M];
type Parameters<O> = O extends { parameters: infer A } ? A : never;
type Given<A, K extends string> = A extends Record<K, infer V> ? { [X in K]: V } : A extends Partial<Record<K, infer V>> ? { [X in K]?: V } : unknown;
type BodyOf<O> = O extends { requestBody: infer B } ? { body: Content<B> } : O extends { requestBody?: infer B } ? { body?: Content<NonNullable<B>> } : unknown;

/** What an operation answers when it is done. */
export type Answer<M extends Method, P extends PathOf<M>> = Op<M, P> extends { responses: infer R }
  ? Content<R[Extract<keyof R, 200 | 201 | 202>]>
  : never;
/** What an operation takes. */
export type Request<M extends Method, P extends PathOf<M>> = Given<Parameters<Op<M, P>>, 'path'> &
  Given<Parameters<Op<M, P>>, 'query'> &
  BodyOf<Op<M, P>> & {
    /** The ETag of the record that was read: nothing is done (412) when it has changed since. */
    ifMatch?: string;
    signal?: AbortSignal;
  };

interface Loose {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  ifMatch?: string;
  signal?: AbortSignal;
}

/** The shapes of HighLevel that the console reads. */
const VERSION = '2021-07-28';

/** Calls an operation and gives its answer, or throws `Refused` or `Unreachable`. */
export async function call<M extends Method, P extends PathOf<M>>(method: M, path: P, request: Request<M, P>): Promise<Answer<M, P>> {
  return (await callWithTag(method, path, request)).answer;
}

/** The same, with the record's ETag for a later `ifMatch`. */
export async function callWithTag<M extends Method, P extends PathOf<M>>(
  method: M, path: P, request: Request<M, P>,
): Promise<{ answer: Answer<M, P>; tag: string | undefined }> {
  const response = await send(method, path, request as Loose);
  const answer = (await response.json()) as Answer<M, P>;
  return { answer, tag: response.headers.get('ETag') ?? undefined };
}

/** What an operation answers as a file, with the name Tenon gave it. */
export async function download<P extends PathOf<'get'>>(
  path: P, request: Request<'get', P> & { accept: string },
): Promise<{ file: Blob; name: string | undefined }> {
  const response = await send('get', path, request as Loose, request.accept);
  const told = response.headers.get('Content-Disposition') ?? '';
  return { file: await response.blob(), name: /filename="([^"]+)"/.exec(told)?.[1] };
}

/** The address of an operation: its path with the values in it, and the query. */
export function address(path: string, { path: values = {}, query = {} }: Pick<Loose, 'path' | 'query'>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  return search.size ? `${filled}?${search}` : filled;
}

async function send(method: Method, path: string, request: Loose, accept = 'application/json'): Promise<Response> {
  for (let tries = 0; ; tries++) {
    const token = currentToken();
    const response = await once(method, path, request, accept, token);
    if (response.ok) return response;
    // The token has ended: take another one, and when the session is over too, wait for the person.
    // What they were about to send goes on from here, so no edit is lost.
    if (response.status === 401 && tries < 3 && ((await renew(token)) || (await untilBack()))) continue;
    throw await refusal(response);
  }
}

/** One call as it goes over the wire. Exported for streams, which read the body themselves. */
export async function once(method: Method, path: string, request: Loose, accept: string, token: string | null): Promise<Response> {
  const headers: Record<string, string> = { Accept: accept, Version: VERSION };
  if (token) headers['Authorization'] = `Bearer ${token}`;
  if (request.ifMatch) headers['If-Match'] = request.ifMatch;
  const isFile = request.body instanceof Blob || request.body instanceof FormData;
  if (request.body !== undefined && !isFile) headers['Content-Type'] = 'application/json';
  try {
    return await fetch(address(path, request), {
      method: method.toUpperCase(), headers, signal: request.signal ?? null, credentials: 'omit',
      body: request.body === undefined ? null : isFile ? (request.body as BodyInit) : JSON.stringify(request.body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable();
  }
}

/** The error that an answer tells of. */
export async function refusal(response: Response): Promise<Refused> {
  const told = (await response.json().catch(() => ({}))) as { message?: string | string[]; traceId?: string };
  const complaints = [told.message ?? texts.errors.status(response.status)].flat();
  return new Refused(response.status, complaints, told.traceId ?? response.headers.get('X-Trace-Id') ?? undefined);
}
