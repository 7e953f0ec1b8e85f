import { createColumnHelper } from '@tanstack/react-table';
import { Badge } from '~/components/Badge';
import { ago, phone, when } from '~/lib/format';
import { texts } from '~/texts';
import { called, type Found, type SortField } from './search';

const names = texts.contacts.columns;
export type ColumnId = keyof typeof names;

/** How wide each is, what it is sorted by, and whether it is shown unless somebody says otherwise. */
export const layout: Record<ColumnId, { width: string; sort?: SortField; isShown: boolean }> = {
  name: { width: 'minmax(10rem, 1.6fr)', sort: 'firstNameLowerCase', isShown: true },
  email: { width: 'minmax(13.5rem, 2fr)', sort: 'email', isShown: true },
  phone: { width: '9.5rem', isShown: true },
  company: { width: 'minmax(8rem, 1fr)', sort: 'businessName', isShown: false },
  city: { width: 'minmax(6.5rem, 0.9fr)', isShown: true },
  state: { width: '5rem', isShown: false },
  source: { width: '7rem', sort: 'source', isShown: false },
  tags: { width: 'minmax(13rem, 2fr)', isShown: true },
  added: { width: '8.5rem', sort: 'dateAdded', isShown: false },
  updated: { width: '7.5rem', sort: 'dateUpdated', isShown: true },
};

const MOST_TAGS = 2;
const helper = createColumnHelper<Found>();
const text = (id: ColumnId, read: (contact: Found) => string | undefined) =>
  helper.accessor((contact) => read(contact) ?? '', { id, header: names[id], cell: ({ getValue }) => <bdi className="truncate">{getValue()}</bdi> });
const time = (id: ColumnId, read: (contact: Found) => string) =>
  helper.accessor(read, { id, header: names[id], cell: ({ getValue }) => <time className="truncate text-quiet" dateTime={getValue()} title={when(getValue())}>{ago(getValue())}</time> });

export const columns = [
  helper.accessor((contact) => called(contact) || texts.contacts.noName, { id: 'name', header: names.name, cell: ({ getValue }) => <bdi className="truncate font-medium">{getValue()}</bdi> }),
  text('email', ({ email }) => email),
  helper.accessor(({ phone: value }) => (value ? phone(value) : ''), { id: 'phone', header: names.phone, cell: ({ getValue }) => <span className="truncate tabular">{getValue()}</span> }),
  text('company', ({ companyName }) => companyName),
  text('city', ({ city }) => city),
  text('state', ({ state }) => state),
  text('source', ({ source }) => source),
  helper.accessor(({ tags }) => tags, {
    id: 'tags', header: names.tags,
    cell: ({ getValue }) => (
      <span className="flex min-w-0 gap-1 overflow-hidden">
        {getValue().slice(0, MOST_TAGS).map((tag, index) => <Badge key={tag} className={index ? 'min-w-0' : 'min-w-10 shrink-[0.2]'}>{tag}</Badge>)}
        {getValue().length > MOST_TAGS && <Badge className="shrink-0">+{getValue().length - MOST_TAGS}</Badge>}
      </span>
    ),
  }),
  time('added', ({ dateAdded }) => dateAdded),
  time('updated', ({ dateUpdated }) => dateUpdated),
];
