// Dates, numbers and values as the reader's browser and the location write them.
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600], ['month', 2_629_800], ['week', 604_800], ['day', 86_400], ['hour', 3_600], ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const number = new Intl.NumberFormat();

/** 12,345. */
export const count = (value: number): string => number.format(value);

/** 3 minutes ago; now for what is under a minute away. */
export function ago(at: string, now = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 0];
  return unit === 'second' ? relative.format(0, 'second') : relative.format(Math.trunc(seconds / size), unit);
}

const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };
/** Making one takes longer than using it a hundred times. */
const dates = new Map<string, Intl.DateTimeFormat>();

function dateIn(timeZone: string): Intl.DateTimeFormat {
  let format = dates.get(timeZone);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat(undefined, timeZone ? { ...options, timeZone } : options);
    } catch {
      // A zone that this browser does not know: its own.
      format = new Intl.DateTimeFormat(undefined, options);
    }
    dates.set(timeZone, format);
  }
  return format;
}

/** Nov 23, 2026, 4:02 PM in the time zone given, else the browser's. */
export function when(at: string, timeZone = ''): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : dateIn(timeZone).format(date);
}

/** +17375550196 as (737) 555-0196; numbers of other countries stay in their international form. */
export function phone(value: string): string {
  const [, area, office, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(value) ?? [];
  return area ? `(${area}) ${office}-${line}` : value;
}

/** Any value of a record in a few words; empty for nothing. */
export function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
