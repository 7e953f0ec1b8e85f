// What the overview concludes from Tenon's numbers.
import type { Answer } from '~/api/client';
import { count } from '~/lib/format';
import { texts } from '~/texts';

export type Connection = Answer<'get', '/tenon/v1/connections'>['connections'][number];
/** What a proof found; the API's document leaves it open. */
export interface Found { drift: number; kinds: Record<string, { compared: number }>; calls?: number; notes?: string[] }
export interface Verified { runId: string; at: string | null; ageSeconds: number; found: Found | null }
interface OpenRun { id: string; kind: string; state: string; asks: string[] }

export const verifiedOf = (connection: Connection): Verified | null => connection.verified as Verified | null;
export const runsOf = (connection: Connection): OpenRun[] => connection.runs as unknown as OpenRun[];
/** Only a system with an API can be read back and compared. */
export const canBeCompared = (connection: Connection): boolean => connection.system === 'highlevel';

export type Health = 'good' | 'unproven' | 'trouble';

/** Every reason why something needs a person, in whole sentences. */
export function troubles(connections: Connection[], deliveriesDead: number): string[] {
  const words = texts.overview.trouble;
  const all = connections.flatMap((one) => {
    const { name, standing, queue } = one;
    const found: string[] = [];
    if (standing.state !== 'connected') found.push(words.standing(name, standing.state, standing.words));
    if (queue.failing) found.push(words.failing(name, count(queue.failing), queue.lastError));
    for (const run of runsOf(one)) if (run.state === 'braked') found.push(words.asks(name, run.asks.join(' ')));
    const brake = one.brake as { asked?: unknown } | null;
    if (brake && JSON.stringify(brake.asked) === '"nothing"') found.push(words.brake(name));
    const drift = verifiedOf(one)?.found?.drift ?? 0;
    if (drift) found.push(words.drift(name, count(drift)));
    return found;
  });
  return deliveriesDead ? [...all, words.dead(count(deliveriesDead))] : all;
}

export function healthOf(connections: Connection[], found: string[]): Health {
  if (found.length) return 'trouble';
  const comparable = connections.filter(canBeCompared);
  return comparable.length > 0 && comparable.every((one) => verifiedOf(one)?.found) ? 'good' : 'unproven';
}

/** How many records of every kind a proof compared. */
export const comparedIn = (found: Found): number => Object.values(found.kinds).reduce((sum, kind) => sum + kind.compared, 0);
