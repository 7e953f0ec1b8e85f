import { expect, test } from 'vitest';
import { asRequest, readSearch } from './search';

test('an address is read, and what does not belong there is left out', () => {
  expect(readSearch({ q: 'maya', sort: 'email', up: true, tag: 7, page: 3 })).toEqual({ q: 'maya', sort: 'email', up: true, tag: '7' });
  expect(readSearch({ q: 'x'.repeat(10_000), sort: 'password', up: 'yes' })).toEqual({ q: 'x'.repeat(75) });
});

test('filters become HighLevel\'s, all of which must hold', () => {
  expect(asRequest({ q: ' maya ', tag: 'vip', since: '2026-11-01' }, 'here')).toEqual({
    locationId: 'here', pageLimit: 200, query: 'maya',
    filters: [{ field: 'tags', operator: 'eq', value: 'vip' }, { field: 'dateAdded', operator: 'range', value: { gte: '2026-11-01' } }],
    sort: [{ field: 'dateUpdated', direction: 'desc' }],
  });
});
