import { expect, test } from 'vitest';
import { folded, headline, isActivity, matches, noFilter, titles, type Entry } from './entries';

let next = 100;
const entry = (told: Partial<Entry>): Entry => ({
  id: next--, at: '2026-11-23T10:00:00Z', kind: 'contact', recordId: 'c', action: 'update', who: { kind: 'person', id: 'p', name: 'Ana' }, from: 'api',
  cause: { kind: 'request', id: 'r' }, fields: [{ field: 'city', before: 'Austin', after: 'Dallas' }], detail: null, undo: null, ...told,
});

test('edits of one person within two minutes fold, others do not', () => {
  const groups = folded([
    entry({ at: '2026-11-23T10:05:00Z' }), entry({ at: '2026-11-23T10:03:30Z' }), entry({ at: '2026-11-23T10:02:00Z' }),
    entry({ at: '2026-11-23T09:59:00Z' }),
    entry({ at: '2026-11-23T09:58:30Z', who: { kind: 'person', id: 'q', name: 'Ben' } }),
    entry({ at: '2026-11-23T09:58:00Z', action: 'push' }), entry({ at: '2026-11-23T09:57:59Z', action: 'push' }),
  ]);
  expect(groups.map((group) => group.length)).toEqual([3, 1, 1, 1, 1]);
});

test('activity is what happened with the person, history what was done to the record', () => {
  const note = entry({ kind: 'note', action: 'create', recordId: 'n', fields: [{ field: 'body', before: null, after: 'Called' }] });
  const push = entry({ kind: 'note', action: 'push', recordId: 'n' });
  const mail = entry({ action: 'import', detail: { label: 'New lead' } });
  expect([note, push, mail, entry({})].map(isActivity)).toEqual([true, false, true, false]);
  expect(matches(note, { ...noFilter, scope: 'history' }, new Map())).toBe(false);
});

test('text is looked for in values, and a filter by person, type and source holds', () => {
  const it = entry({});
  const yes = (filter: Partial<typeof noFilter>) => matches(it, { ...noFilter, ...filter }, new Map());
  expect(yes({ text: 'dallas' })).toBe(true);
  expect(yes({ text: 'houston' })).toBe(false);
  expect([yes({ who: 'Ana' }), yes({ who: 'Ben' }), yes({ kind: 'note' }), yes({ from: 'houzz' })]).toEqual([true, false, false, false]);
});

test('an entry says what happened, and calls a record by its title', () => {
  const made = entry({ kind: 'task', action: 'create', recordId: 't', fields: [{ field: 'title', before: null, after: 'Call back' }] });
  const sent = entry({ kind: 'task', action: 'push', recordId: 't', detail: { connection: 'HighLevel' }, fields: [] });
  const names = titles([sent, made]);
  expect(headline(sent, names)).toBe('The task “Call back” sent to HighLevel');
  expect(headline(entry({}), names)).toBe('Ana changed City');
});
