// What a question compares: one column for each side, one row for each field, differences marked.
import type { Answer } from '~/api/client';
import { plain } from '~/lib/format';
import { texts } from '~/texts';

export type Question = Answer<'get', '/tenon/v1/conflicts/{conflictId}'>['conflict'];
type Fields = Record<string, unknown>;
interface WireSide { side: string; recordId?: string; remoteId?: string; deleted?: boolean; fields?: Fields | null; copy?: { lastSeen?: Fields | null } | null }
interface Told {
  connectionId?: string; field?: string; remote?: unknown; hub?: unknown; fields?: Fields; recordId?: string; loserId?: string; holder?: string;
  sourceKey?: string; read?: Fields & { fields?: Fields; person?: Fields };
}
export const toldBy = (question: { detail: unknown }): Told => (question.detail ?? {}) as Told;
const words = texts.review;

export interface Column { title: string; fields: Fields; recordId: string | undefined }
export interface Row { field: string; values: string[]; differs: boolean }

/** Names of the log and of HighLevel that say the same as another field. */
const HIDDEN = new Set(['locationId', 'firstNameLowerCase', 'lastNameLowerCase', 'fullNameLowerCase', 'emailLowerCase', 'id', 'type', 'contactId', 'externalId']);

export function columns(question: Question, nameOf: (connectionId: string) => string): Column[] {
  const told = toldBy(question);
  const sides = question.sides as WireSide[];
  if (question.type === 'source') {
    const fields = told.read?.fields ?? told.read?.person ?? {};
    return [{ title: words.read, fields, recordId: undefined }];
  }
  const hubs = sides.filter(({ side }) => side === 'hub');
  const found: Column[] = hubs.map((side, index) => ({
    title: hubs.length > 1 ? (index === 0 ? words.first : words.second) : words.here, fields: side.fields ?? {}, recordId: side.recordId,
  }));
  const connection = told.connectionId ? nameOf(told.connectionId) : '';
  const theirs: Fields = { ...hubs[0]?.copy?.lastSeen, ...(sides.find(({ side }) => side !== 'hub')?.fields ?? {}) };
  if (question.type === 'field' && told.field) theirs[told.field] = told.remote;
  if (connection && hubs.length < 2 && Object.keys(theirs).length) found.push({ title: connection, fields: theirs, recordId: undefined });
  return found;
}

export function rows(found: Column[]): Row[] {
  const names = [...new Set(found.flatMap(({ fields }) => Object.keys(fields)))].filter((name) => !HIDDEN.has(name));
  return names
    .map((field) => {
      const values = found.map(({ fields }) => plain(fields[field]));
      return { field, values, differs: new Set(values).size > 1 };
    })
    .filter(({ values }) => values.some(Boolean))
    .sort((a, b) => Number(b.differs) - Number(a.differs));
}

/** Whether a decision fits all that are alike, for it names nothing of the one record. */
export const isGeneral = (decision: string): boolean => ['retry', 'leave', 'apart', 'ignore', 'hub', 'remote', 'link'].includes(decision);
/** Decisions that want more than a press. */
export const wantsMore = (decision: string): decision is 'create' | 'attach' | 'set' | 'value' | 'merge' => ['create', 'attach', 'set', 'value', 'merge'].includes(decision);
