import { expect, test } from 'vitest';
import { readSyncSearch } from './search';
import { byField, hasDone, type Did, type Proof } from './wire';

const proof: Proof = {
  drift: 3, calls: 9, notes: [], differences: [],
  kinds: {
    contact: { compared: 50, records: { cannotWrite: 7, missingThere: 1 }, fields: { cannotWrite: { additionalEmails: 7 }, drift: { city: 2 } } },
    task: { compared: 4, records: {}, fields: {} },
  },
};

test('drift stands above what is explained, and a record that is missing is a row of its own', () => {
  expect(byField(proof).map(({ field, why, many }) => [field, why, many])).toEqual([['city', 'drift', 2], ['', 'missingThere', 1], ['additionalEmails', 'cannotWrite', 7]]);
});

test('a run can be undone when it changed anything on either side', () => {
  const none: Did = { created: 0, updated: 0, deleted: 0, pushed: 0, linked: 0, unlinked: 0, conflicts: 0, refused: 2 };
  expect(hasDone({ did: none })).toBe(false);
  expect(hasDone({ did: { ...none, pushed: 1 } })).toBe(true);
});

test('an address says no more than it may', () => {
  expect(readSyncSearch({ view: 'runs', id: 'r1', more: 1 })).toEqual({ view: 'runs', id: 'r1' });
  expect(readSyncSearch({ view: 'elsewhere', id: 7 })).toEqual({});
});
