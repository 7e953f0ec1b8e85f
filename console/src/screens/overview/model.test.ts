import { expect, test } from 'vitest';
import { comparedIn, healthOf, troubles, type Connection } from './model';

const verified = { runId: 'r', at: null, ageSeconds: 5, found: { drift: 0, kinds: { contact: { compared: 50 }, task: { compared: 11 } } } };
const connection = (over: object = {}): Connection => ({
  id: 'c', system: 'highlevel', name: 'HighLevel', standing: { state: 'connected', words: '', since: null, missingScopes: [] },
  queue: { waiting: 0, failing: 0, lastError: '' }, runs: [], verified, brake: null, ...over,
}) as unknown as Connection;

test('in step means compared, equal, and nothing in the way', () => {
  const all = [connection()];
  expect(troubles(all, 0)).toEqual([]);
  expect(healthOf(all, [])).toBe('good');
  expect(healthOf([connection({ verified: null })], [])).toBe('unproven');
  expect(healthOf([], [])).toBe('unproven');
});

test('each trouble is told in a sentence', () => {
  const drifted = { ...verified, found: { drift: 3, kinds: {} } };
  const found = troubles([connection({
    standing: { state: 'refused', words: 'Connect it again.', since: null, missingScopes: [] }, verified: drifted,
    queue: { waiting: 2, failing: 2, lastError: 'timeout' }, runs: [{ id: 'x', kind: 'first', state: 'braked', asks: ['50 are gone'] }],
  })], 1);
  expect(found).toHaveLength(5);
  expect(found[0]).toBe('HighLevel is refused. Connect it again.');
  expect(found[2]).toContain('50 are gone');
  expect(healthOf([connection()], found)).toBe('trouble');
});

test('a proof counts records of every kind', () => {
  expect(comparedIn(verified.found)).toBe(61);
});
