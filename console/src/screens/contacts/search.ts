// What is looked for: it stands in the address, so that a view can be kept, shared and gone back to.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { call, type Answer, type Request } from '~/api/client';
import { usePlace } from '~/api/session';

type SearchRequest = Request<'post', '/contacts/search'>['body'];
type Page = Answer<'post', '/contacts/search'>;
export type Found = Page['contacts'][number];
export type SortField = NonNullable<SearchRequest['sort']>[number]['field'];

export const filterNames = ['tag', 'source', 'city', 'state', 'since'] as const;
export type FilterName = (typeof filterNames)[number];
export type ContactSearch = { q?: string; sort?: SortField; up?: boolean } & { [name in FilterName]?: string };

export const PAGE = 200;
/** HighLevel's longest query. */
const MOST_QUERY = 75;
const sortFields: SortField[] = ['firstNameLowerCase', 'lastNameLowerCase', 'businessName', 'dateAdded', 'dateUpdated', 'email', 'source'];

/** The search that an address tells; what it should not hold is left out. */
export function readSearch(told: Record<string, unknown>): ContactSearch {
  const search: ContactSearch = {};
  const text = (value: unknown) => (value === undefined || value === null ? '' : String(value)).slice(0, MOST_QUERY);
  if (text(told['q'])) search.q = text(told['q']);
  for (const name of filterNames) if (text(told[name])) search[name] = text(told[name]);
  const sort = sortFields.find((field) => field === told['sort']);
  if (sort) search.sort = sort;
  if (told['up'] === true) search.up = true;
  return search;
}

/** The same as Tenon wants it. */
export function asRequest(search: ContactSearch, locationId: string): SearchRequest {
  const filters: NonNullable<SearchRequest['filters']> = [];
  for (const [name, field] of [['tag', 'tags'], ['source', 'source'], ['city', 'city'], ['state', 'state']] as const) {
    if (search[name]) filters.push({ field, operator: field === 'tags' ? 'eq' : 'contains', value: search[name] });
  }
  if (search.since) filters.push({ field: 'dateAdded', operator: 'range', value: { gte: search.since } });
  return {
    locationId, pageLimit: PAGE,
    ...(search.q?.trim() ? { query: search.q.trim() } : {}),
    ...(filters.length ? { filters } : {}),
    sort: [{ field: search.sort ?? 'dateUpdated', direction: search.up ? 'asc' : 'desc' }],
  };
}

export function useContacts(search: ContactSearch) {
  const { id } = usePlace();
  const body = asRequest(search, id);
  return useInfiniteQuery({
    queryKey: ['contacts', body],
    queryFn: ({ pageParam, signal }) => call('post', '/contacts/search', { body: { ...body, ...(pageParam ? { searchAfter: pageParam } : {}) }, signal }),
    initialPageParam: undefined as unknown[] | undefined,
    getNextPageParam: (last) => (last.contacts.length < PAGE ? undefined : last.contacts.at(-1)?.searchAfter),
    placeholderData: keepPreviousData,
    // Comparing all pages with themselves whenever one more comes would be felt.
    structuralSharing: false,
  });
}

/** What to call somebody of whom little is known. */
export const called = (contact: { name?: string; companyName?: string; email?: string; phone?: string } | undefined): string =>
  contact?.name || contact?.companyName || contact?.email || contact?.phone || '';
