import { expect, test } from 'vitest';
import { counts, doesAnything, refusedAtOnce } from './model';

test('outcomes are told in their order, and one that nobody knows yet comes last', () => {
  expect(counts({ ignored: 1, created: 2, review: 0, split: 3 })).toEqual([['created', 2], ['ignored', 1], ['split', 3]]);
});

test('a file that tells nothing new has nothing to take in', () => {
  expect(doesAnything({ totals: { unchanged: 9, ignored: 1 } })).toBe(false);
  expect(doesAnything({ totals: { unchanged: 9, review: 1 } })).toBe(true);
});

test('an empty file and one that is too large are not sent', () => {
  expect(refusedAtOnce({ size: 0 })).toMatch(/empty/);
  expect(refusedAtOnce({ size: (64 << 20) + 1 })).toMatch(/64 MB/);
  expect(refusedAtOnce({ size: 64 << 20 })).toBeUndefined();
});
