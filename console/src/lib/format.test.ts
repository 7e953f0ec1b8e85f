import { expect, test } from 'vitest';
import { ago, phone, plain, when } from './format';

test('a time is told in the largest whole unit', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  expect(ago('2026-11-23T11:59:40Z', now)).toBe('now');
  expect(ago('2026-11-23T11:57:00Z', now)).toBe('3 minutes ago');
  expect(ago('2026-11-22T11:00:00Z', now)).toBe('yesterday');
  expect(ago('2026-11-25T13:00:00Z', now)).toBe('in 2 days');
});

test('phones of North America are written as there, others stay international', () => {
  expect(phone('+17375550196')).toBe('(737) 555-0196');
  expect(phone('+442079460000')).toBe('+442079460000');
});

test('values of any shape become words', () => {
  expect(plain(null)).toBe('');
  expect(plain(['a', null, 2])).toBe('a, 2');
  expect(plain({ a: 1 })).toBe('{"a":1}');
});

test('a time is told in the zone asked for; an unknown zone or time breaks nothing', () => {
  expect(when('2026-11-23T22:02:00Z', 'America/Chicago')).toContain('4:02');
  expect(when('2026-11-23T22:02:00Z', 'Mars/Olympus')).toContain('2026');
  expect(when('soon')).toBe('soon');
});
