// What the API answers about the sync, with the shapes that its document leaves open.
import type { Answer } from '~/api/client';

export const CONNECTIONS = '/tenon/v1/connections';
export const RUNS = '/tenon/v1/sync-runs';

/** What a proof found: per kind what was compared and what differs, and why. */
export interface Proof {
  drift: number;
  kinds: Record<string, { compared: number; records: Record<string, number>; fields: Record<string, Record<string, number>> }>;
  differences: { kind: string; recordId: string | null; remoteId: string | null; field: string; here: unknown; there: unknown; why: string }[];
  calls: number;
  notes: string[];
}
/** What a plan found: per side and kind how many would be created, changed, left alone… */
export interface Plan {
  sides: Record<string, Record<string, Record<string, number>>>;
  samples: unknown[];
  calls: { reads: number; writes: number };
  asked: number;
  minutes: number | null;
  notes: string[];
}
export interface Did { created: number; updated: number; deleted: number; pushed: number; linked: number; unlinked: number; conflicts: number; refused: number }
interface Progress { done: number; total: number; failing: number; perSecond: number; secondsLeft: number | null }
interface Counts { there: number; here: number; linked: number; newThere: number; newHere: number; changed: number; gone: number | null; toDo: number }

type WireRun = Answer<'get', typeof RUNS>['syncRuns'][number];
export type Run = Omit<WireRun, 'who' | 'cause' | 'counts' | 'did' | 'progress' | 'decided' | 'found'> & {
  who: { kind: string; id: string; name: string };
  counts: Counts; did: Did; progress: Progress;
  decided: { approved: boolean; by: string; at: string } | null;
  found: Proof | Plan | null;
};
export const asRuns = (runs: WireRun[]): Run[] => runs as unknown as Run[];

type WireConnection = Answer<'get', typeof CONNECTIONS>['connections'][number];
interface Summary { id: string; kind: string; state: string; phase: string; progress: Progress; asks: string[] }
export interface Pause { kind: string | null; contactId?: string | null; reason: string; by: string; since: string }
export type Connection = Omit<WireConnection, 'runs' | 'verified' | 'brake'> & {
  runs: Summary[];
  verified: { runId: string; at: string; ageSeconds: number; found: Proof | null } | null;
  brake: { since: string; removed: number; allowed: number; asked: 'nothing' | 'yes' | 'no'; until: string | null } | null;
  pauses?: Pause[];
};
export const asConnections = (connections: WireConnection[]): Connection[] => connections as unknown as Connection[];

export const isProof = (run: Run): run is Run & { found: Proof } => run.kind === 'verify' && run.found !== null;
export const isPlan = (run: Run): run is Run & { found: Plan } => run.kind === 'plan' && run.found !== null;
/** Whether a run is not over yet. */
export const isOpen = ({ state }: { state: string }): boolean => state === 'asked' || state === 'running' || state === 'braked';
/** Whether a run changed anything, here or over there, that can be taken back. */
export const hasDone = ({ did }: { did: Did }): boolean => did.created + did.updated + did.deleted + did.pushed + did.linked + did.unlinked > 0;

/** Differences of a proof by kind and field, the most frequent first; those that count against it before those that are explained. */
export function byField(proof: Proof): { kind: string; field: string; why: string; many: number; counts: boolean }[] {
  const rows = Object.entries(proof.kinds).flatMap(([kind, { records, fields }]) => [
    ...Object.entries(fields).flatMap(([why, names]) => Object.entries(names).map(([field, many]) => ({ kind, field, why, many, counts: isDrift(why) }))),
    ...Object.entries(records).filter(([why]) => why === 'missingHere' || why === 'missingThere' || why === 'parted').map(([why, many]) => ({ kind, field: '', why, many, counts: isDrift(why) })),
  ]);
  return rows.sort((a, b) => Number(b.counts) - Number(a.counts) || b.many - a.many || a.field.localeCompare(b.field));
}
/** The reasons that nothing explains, as the proof counts them. */
export const isDrift = (why: string): boolean => ['drift', 'missingThere', 'missingHere', 'pending'].includes(why);
