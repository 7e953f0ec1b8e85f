// What an import's answer comes to, and how a file is sent.
import type { Answer } from '~/api/client';
import { call } from '~/api/client';
import { texts } from '~/texts';

export type Report = Answer<'post', '/tenon/v1/imports'>;
export type Item = Report['items'][number];
/** What columns mean, where a person says so: by their names. */
export type Columns = Record<string, string>;

/** As much as Tenon takes in one file. */
const MOST = 64 << 20;
/** The outcomes as they are told: what is new first. */
const ORDER = ['created', 'merged', 'review', 'unchanged', 'ignored'];

/** Why a file need not be sent at all. */
export function refusedAtOnce({ size }: Pick<File, 'size'>): string | undefined {
  if (size === 0) return texts.imports.empty;
  return size > MOST ? texts.imports.large : undefined;
}

/** Each outcome with its count, without those that did not occur. */
export function counts(totals: Report['totals']): [outcome: string, count: number][] {
  const known = ORDER.map((outcome): [string, number] => [outcome, totals[outcome] ?? 0]);
  const others = Object.entries(totals).filter(([outcome]) => !ORDER.includes(outcome));
  return [...known, ...others].filter(([, count]) => count > 0);
}

/** Whether taking the file in would change anything. */
export const doesAnything = ({ totals }: Pick<Report, 'totals'>): boolean => ['created', 'merged', 'review'].some((outcome) => (totals[outcome] ?? 0) > 0);

/** Sends a file, to be looked at or to be taken in. */
export async function send(file: File, columns: Columns, dryRun: boolean, signal?: AbortSignal): Promise<Report> {
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Error(texts.imports.unread);
  });
  const query = { name: file.name, dryRun, ...(Object.keys(columns).length ? { columns: JSON.stringify(columns) } : {}) };
  // The document types a body of bytes as text.
  const body = new Blob([bytes], { type: 'application/octet-stream' }) as unknown as string;
  return call('post', '/tenon/v1/imports', { query, body, ...(signal ? { signal } : {}) });
}
