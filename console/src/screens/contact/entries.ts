// The log of a contact as people read it: sentences, scopes, filters, and what belongs together.
import type { Answer } from '~/api/client';
import { plain } from '~/lib/format';
import { texts } from '~/texts';

type Wire = Answer<'get', '/tenon/v1/contacts/{contactId}/timeline'>['entries'][number];
interface Detail {
  connection?: string; label?: string; field?: string; kept?: unknown; lost?: unknown; rule?: string; winner?: string; message?: string; created?: boolean;
  fields?: Record<string, unknown> | string[]; addedTags?: string[]; removedTags?: string[];
}
/** An entry, with the shapes that the document leaves open. */
export type Entry = Omit<Wire, 'who' | 'cause' | 'fields' | 'detail' | 'undo'> & {
  who: { kind: string; id: string; name: string };
  cause: { kind: string; id: string };
  fields: { field: string; before: unknown; after: unknown }[];
  detail: Detail | null;
  undo: { kind: 'change'; id: number } | null;
};
export const asEntries = (entries: Wire[]): Entry[] => entries as unknown as Entry[];

const words = texts.contact.timeline;
export type Scope = 'all' | 'activity' | 'history';
export interface TimelineFilter { scope: Scope; text: string; kind: string; from: string; who: string }
export const noFilter: TimelineFilter = { scope: 'all', text: '', kind: '', from: '', who: '' };

/** What happened with the person (tasks, notes, meetings, messages), not what was done to the record. */
export function isActivity({ kind, action }: Entry): boolean {
  if (action === 'import') return true;
  return kind !== 'contact' && ['create', 'update', 'delete'].includes(action);
}

export const whoOf = ({ who }: Entry): string => who.name || (who.kind === 'system' ? texts.common.product : who.kind === 'person' ? words.person : who.id);
export const sourceOf = (from: string): string => words.sources[from] ?? from;
export const kindOf = (kind: string): string => words.kinds[kind] ?? kind;
export const fieldName = (field: string): string => texts.contact.fields[field] ?? texts.contact.more[field] ?? field;

/** What a record of the contact is called, from what its entries told of it. */
export function titles(entries: Entry[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { recordId, kind, fields } of entries) {
    if (kind === 'contact' || found.has(recordId)) continue;
    const named = fields.find(({ field, after }) => field === 'title' && after) ?? fields.find(({ field, after }) => field === 'body' && after);
    if (named) found.set(recordId, plain(named.after).slice(0, 80));
  }
  return found;
}

/** One line that says what happened; the values stand below it. */
export function headline(entry: Entry, names: Map<string, string>): string {
  const { kind, action, detail, recordId } = entry;
  const it = kind === 'contact' ? words.theContact : words.theKind(kindOf(kind).toLowerCase(), names.get(recordId) ?? '');
  const there = detail?.connection ?? whoOf(entry);
  const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  switch (action) {
    case 'create': return `${whoOf(entry)} ${words.added(it)}`;
    case 'update': return `${whoOf(entry)} ${words.changed(kind === 'contact' ? entry.fields.map(({ field }) => fieldName(field)).join(', ') : it)}`;
    case 'delete': return `${whoOf(entry)} ${words.deleted(it)}`;
    case 'restore': return `${whoOf(entry)} ${words.restored(it)}`;
    case 'import': return words.arrived(detail?.label ?? '');
    case 'push': return upper(words.sent(it, there));
    case 'link': return upper(words.linked(it, there));
    case 'unlink': return upper(words.parted(it, there));
    case 'refuse': return words.refused(it, there);
    case 'conflict': return words.conflict(fieldName(detail?.field ?? ''));
    default: return `${whoOf(entry)} ${words.other(action, it)}`;
  }
}

/** What was sent along, in a few words. */
export function sentWords({ action, detail }: Entry): string {
  if (action !== 'push' || !detail) return '';
  const fields = Array.isArray(detail.fields) ? detail.fields : Object.keys(detail.fields ?? {});
  return [
    detail.created ? words.asNew : '', fields.map(fieldName).join(', '),
    detail.addedTags?.length ? words.tagsAdded(detail.addedTags.join(', ')) : '', detail.removedTags?.length ? words.tagsRemoved(detail.removedTags.join(', ')) : '',
  ].filter(Boolean).join('; ');
}

export function matches(entry: Entry, filter: TimelineFilter, names: Map<string, string>): boolean {
  if (filter.scope === 'activity' && !isActivity(entry)) return false;
  if (filter.scope === 'history' && isActivity(entry)) return false;
  if (filter.kind && entry.kind !== filter.kind) return false;
  if (filter.from && entry.from !== filter.from) return false;
  if (filter.who && whoOf(entry) !== filter.who) return false;
  const text = filter.text.trim().toLowerCase();
  if (!text) return true;
  const all = [headline(entry, names), ...entry.fields.flatMap(({ field, before, after }) => [fieldName(field), plain(before), plain(after)]), plain(entry.detail)];
  return all.some((part) => part.toLowerCase().includes(text));
}

const TOGETHER_MS = 2 * 60_000;

/** Edits of one record by one person within two minutes of each other are one group; newest first. */
export function folded(entries: Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isOneEdit = last && last.action === 'update' && entry.action === 'update' && last.recordId === entry.recordId
      && whoOf(last) === whoOf(entry) && last.from === entry.from && Date.parse(last.at) - Date.parse(entry.at) <= TOGETHER_MS;
    if (group && isOneEdit) group.push(entry);
    else groups.push([entry]);
  }
  return groups;
}
