// A file of contacts. A spreadsheet takes a cell that begins with = + - @ for a formula: it gets an
// apostrophe, unless it is a phone number.
import type { Found } from './search';

const columns: [string, (contact: Found) => string | undefined][] = [
  ['First name', ({ firstName }) => firstName], ['Last name', ({ lastName }) => lastName], ['E-mail', ({ email }) => email], ['Phone', ({ phone }) => phone],
  ['Firm', ({ companyName }) => companyName], ['Street', ({ address }) => address], ['City', ({ city }) => city], ['State', ({ state }) => state],
  ['ZIP', ({ postalCode }) => postalCode], ['Country', ({ country }) => country], ['Website', ({ website }) => website], ['Source', ({ source }) => source],
  ['Tags', ({ tags }) => tags.join(', ')], ['Added', ({ dateAdded }) => dateAdded], ['Updated', ({ dateUpdated }) => dateUpdated],
];

function cell(value = ''): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, with a mark that tells spreadsheets it is UTF-8. */
export function csv(contacts: Found[]): string {
  const lines = [columns.map(([name]) => name), ...contacts.map((contact) => columns.map(([, read]) => read(contact)))];
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Hands a file to the browser. */
export function save(name: string, file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
