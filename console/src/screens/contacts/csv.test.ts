import { expect, test } from 'vitest';
import { csv } from './csv';
import type { Found } from './search';

const contact = (fields: Partial<Found>) => ({ tags: [], dateAdded: 'a', dateUpdated: 'u', ...fields }) as unknown as Found;

test('quotes, commas and lines stay in their cell, and nothing becomes a formula', () => {
  const [, line] = csv([contact({ firstName: '=HYPERLINK("x")', lastName: 'O"Hara, Jr', phone: '+15125550143', city: '-1', tags: ['a', 'b'] })]).split('\r\n');
  expect(line).toBe('"\'=HYPERLINK(""x"")","O""Hara, Jr",,+15125550143,,,\'-1,,,,,,"a, b",a,u');
});
