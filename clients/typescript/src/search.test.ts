import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { connect, contact, locationId, refusal, somebody } from './support.js';

const ghl = connect();

test('a search finds by filter and by words', async () => {
  const person = somebody();
  const id = await contact(ghl, person);
  for (const search of [
    { filters: [{ field: 'email', operator: 'eq', value: person.email }] },
    { filters: [{ field: 'phone', operator: 'eq', value: person.phone }] },
    { query: person.email.slice(0, 36) },
  ]) {
    const found = await ghl.contacts.searchContactsAdvanced({ locationId, page: 1, pageLimit: 20, ...search });
    assert.equal(found.total, 1, JSON.stringify(search));
    assert.equal(found.contacts[0].id, id);
    assert.ok(found.traceId);
  }
});

test('pages go on where the last one ended', async () => {
  const word = randomUUID();
  const ids = new Set<string>();
  for (let i = 0; i < 5; i++) ids.add(await contact(ghl, { companyName: word }));
  const seen = new Set<string>();
  let searchAfter: unknown;
  for (let page = 0; page < 3; page++) {
    const found = await ghl.contacts.searchContactsAdvanced({
      locationId,
      pageLimit: 2,
      query: word,
      sort: [{ field: 'dateAdded', direction: 'asc' }],
      ...(searchAfter ? { searchAfter } : {}),
    });
    assert.equal(found.total, 5);
    for (const one of found.contacts) seen.add(one.id);
    searchAfter = found.contacts.at(-1).searchAfter;
  }
  assert.deepEqual(seen, ids);
});

test('what cannot be sought is told', async () => {
  const field = await refusal(
    ghl.contacts.searchContactsAdvanced({
      locationId,
      pageLimit: 20,
      filters: [{ field: 'contact_name', operator: 'eq', value: 'Ana' }],
    }),
  );
  assert.equal(field.statusCode, 400);
  assert.equal(field.message, 'Invalid field contact_name');
  const limit = await refusal(ghl.contacts.searchContactsAdvanced({ locationId }));
  assert.equal(limit.statusCode, 422);
});
