import { expect, test } from 'vitest';
import { columns, rows, type Question } from './sides';

const question = (told: object): Question => ({ type: 'field', sides: [], reasons: [], decisions: [], ...told }) as unknown as Question;

test('a field that both sides changed shows theirs beside ours, and comes first', () => {
  const found = columns(question({
    detail: { connectionId: 'x', recordId: 'a', field: 'city', remote: 'Dallas' },
    sides: [{ side: 'hub', recordId: 'a', fields: { city: 'Austin', email: 'a@example.org' }, copy: { lastSeen: { email: 'a@example.org', city: 'Waco' } } }],
  }), () => 'HighLevel');
  expect(found.map(({ title }) => title)).toEqual(['Here', 'HighLevel']);
  expect(rows(found)).toEqual([
    { field: 'city', values: ['Austin', 'Dallas'], differs: true },
    { field: 'email', values: ['a@example.org', 'a@example.org'], differs: false },
  ]);
});

test('two contacts that may be one stand side by side', () => {
  const found = columns(question({ type: 'duplicate', detail: { recordId: 'a', loserId: 'b' }, sides: [{ side: 'hub', recordId: 'a', fields: { firstName: 'Jo' } }, { side: 'hub', recordId: 'b', fields: { firstName: 'Joe' } }] }), () => '');
  expect(found.map(({ recordId }) => recordId)).toEqual(['a', 'b']);
  expect(rows(found)[0]?.differs).toBe(true);
});

test('of an unclear arrival, what could be read is shown without its blanks', () => {
  const found = columns(question({ type: 'source', detail: { sourceKey: 'k', read: { person: { name: 'Lionel Marsh', email: null } } } }), () => '');
  expect(rows(found)).toEqual([{ field: 'name', values: ['Lionel Marsh'], differs: false }]);
});
