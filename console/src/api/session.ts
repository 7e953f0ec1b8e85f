// Who works here, where, and the short token they work by. The token lives in this module only: no
// storage, no address, no cookie that a script could read.
import { useSyncExternalStore } from 'react';
import { Unreachable } from './errors';

export type Role = 'owner' | 'member' | 'read-only';
export interface Place { id: string; name: string; role: Role }
export interface Session { name: string; email: string; key: string; locations: Place[] }

export type Standing =
  | { state: 'starting' }
  | { state: 'unreachable' }
  | { state: 'signedOut' }
  | { state: 'nowhere'; session: Session }
  | {
      state: 'in';
      /** None when the console was opened with a token. */
      session: Session | null;
      place: Place;
      /** The session has ended; calls wait until the person has signed in again. */
      hasLapsed: boolean;
    };

const PLACE = 'tenon-place';
let standing: Standing = { state: 'starting' };
let token: string | null = null;
let renewing: Promise<boolean> | null = null;
let waiting: ((isBack: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function become(next: Standing): void {
  standing = next;
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const getStanding = (): Standing => standing;
export const useStanding = (): Standing => useSyncExternalStore(subscribe, getStanding);
export const currentToken = (): string | null => token;

async function ask(path: string, init?: RequestInit): Promise<Response> {
  return fetch(path, init).catch(() => {
    throw new Unreachable();
  });
}

async function readSession(): Promise<Session | null> {
  const answer = await ask('/console/session');
  return answer.ok ? ((await answer.json()) as Session) : null;
}

async function takeToken(session: Session, placeId: string): Promise<boolean> {
  const answer = await ask('/console/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Tenon-Key': session.key },
    body: JSON.stringify({ locationId: placeId }),
  });
  if (!answer.ok) return false;
  token = ((await answer.json()) as { token: string }).token;
  return true;
}

/** A token may come in the address (`#token=…`), for tools that open the console; it is taken out of it. */
async function enterByToken(): Promise<boolean> {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!given) return false;
  history.replaceState(null, '', location.pathname + location.search);
  const answer = await ask('/tenon/v1/access', { headers: { Authorization: `Bearer ${given}` } });
  if (!answer.ok) return false;
  const access = (await answer.json()) as { locationId: string; locationName: string };
  token = given;
  become({ state: 'in', session: null, place: { id: access.locationId, name: access.locationName, role: 'owner' }, hasLapsed: false });
  return true;
}

/** Finds out who is here. Called once, before anything is shown. */
export async function start(): Promise<void> {
  try {
    if (await enterByToken()) return;
    const session = await readSession();
    if (!session) return become({ state: 'signedOut' });
    const last = localStorage.getItem(PLACE);
    const place = session.locations.find(({ id }) => id === last) ?? session.locations[0];
    if (!place) return become({ state: 'nowhere', session });
    if (!(await takeToken(session, place.id))) return become({ state: 'signedOut' });
    become({ state: 'in', session, place, hasLapsed: false });
  } catch {
    become({ state: 'unreachable' });
  }
}

/** Another location; what was read of the first one must be forgotten by the caller. */
export async function moveTo(place: Place): Promise<void> {
  if (standing.state !== 'in' || !standing.session) return;
  if (!(await takeToken(standing.session, place.id))) return lapse();
  localStorage.setItem(PLACE, place.id);
  become({ ...standing, place });
}

/**
 * A new token for the one that was refused. False when the session is over as well; then the page
 * asks the person to sign in again, and `comeBack` settles what waits.
 */
export function renew(refused: string | null): Promise<boolean> {
  if (refused !== token) return Promise.resolve(true);
  renewing ??= tryRenew().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function tryRenew(): Promise<boolean> {
  if (standing.state !== 'in') return false;
  const { place } = standing;
  if (standing.session) {
    const session = await readSession();
    // Somebody else may have signed in in this browser: what is on screen is not theirs to send.
    if (session && session.email === standing.session.email && (await takeToken(session, place.id))) {
      become({ ...standing, session, hasLapsed: false });
      return true;
    }
  }
  lapse();
  return false;
}

function lapse(): void {
  if (standing.state === 'in') become({ ...standing, hasLapsed: true });
}

/** Settles when the person has signed in again (true) or given up (false). */
export function untilBack(): Promise<boolean> {
  return new Promise((resolve) => waiting.push(resolve));
}

function settle(isBack: boolean): void {
  const all = waiting;
  waiting = [];
  for (const resolve of all) resolve(isBack);
}

/** Looks whether the person has signed in again, in another tab or window. */
export async function comeBack(): Promise<boolean> {
  const isBack = await renew(token).catch(() => false);
  if (isBack) settle(true);
  return isBack;
}

/** Leaves what waits, and goes to the page where one signs in. */
export function leave(): void {
  settle(false);
  token = null;
  location.assign(signInAddress());
}

export function signInAddress(to = location.pathname + location.search): string {
  return `/sign-in?to=${encodeURIComponent(to)}`;
}

export async function signOut(): Promise<void> {
  if (standing.state === 'in' && standing.session) {
    await ask('/sign-out', { method: 'POST', body: new URLSearchParams({ key: standing.session.key }), redirect: 'manual' });
  }
  token = null;
  location.assign('/sign-in');
}

/** Whether what the person's role may do includes this. Tenon checks it again at every call. */
export function may(what: 'write' | 'manage', role: Role): boolean {
  return what === 'write' ? role !== 'read-only' : role === 'owner';
}

/** The location on screen and the person's role there. Only below the shell, which waits for both. */
export function usePlace(): Place {
  const now = useStanding();
  if (now.state !== 'in') throw new Error('usePlace outside the shell');
  return now.place;
}
export const useMay = (what: 'write' | 'manage'): boolean => may(what, usePlace().role);
