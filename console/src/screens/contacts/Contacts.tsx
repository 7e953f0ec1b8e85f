// Everybody: searched, filtered and sorted by Tenon, as many as there are.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Columns3, Search, UserPlus, Users, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useMay } from '~/api/session';
import { Button } from '~/components/Button';
import { inputClass } from '~/components/Field';
import { Menu, MenuCheck, MenuLabel } from '~/components/Menu';
import { Page } from '~/components/Page';
import { Empty, Failed, Skeleton } from '~/components/states';
import { count } from '~/lib/format';
import { useKept } from '~/lib/kept';
import { useNarrow } from '~/lib/useNarrow';
import { texts } from '~/texts';
import { Bulk } from './Bulk';
import { FilterButton } from './Filters';
import { NewContact } from './NewContact';
import { Table } from './Table';
import { Views } from './Views';
import { layout, type ColumnId } from './columns';
import { filterNames, useContacts, type ContactSearch, type Found, type SortField } from './search';

const words = texts.contacts;
const ids = Object.keys(layout) as ColumnId[];
const usual = Object.fromEntries(ids.map((id) => [id, layout[id].isShown]));
const onPhones = Object.fromEntries(ids.map((id) => [id, id === 'name' || id === 'phone']));
/** How long somebody types before Tenon is asked. */
const TYPING_MS = 180;

export function Contacts() {
  const search: ContactSearch = useSearch({ from: '/contacts' });
  const navigate = useNavigate({ from: '/contacts' });
  const mayWrite = useMay('write');
  const isNarrow = useNarrow();
  const [typed, setTyped] = useState(search.q ?? '');
  const [visible, setVisible] = useKept('tenon-contact-columns', usual);
  const [selected, setSelected] = useState<ReadonlyMap<string, Found>>(new Map());
  const [isAdding, setAdding] = useState(false);
  const found = useContacts(search);
  const go = useCallback((next: ContactSearch) => void navigate({ search: next, replace: true }), [navigate]);

  useEffect(() => setTyped(search.q ?? ''), [search.q]);
  useEffect(() => {
    if (typed === (search.q ?? '')) return;
    const { q: _, ...rest } = search;
    const timer = setTimeout(() => go(typed ? { ...rest, q: typed } : rest), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, search, go]);

  const pages = useMemo(() => found.data?.pages.map(({ contacts }) => contacts) ?? [], [found.data]);
  const total = found.data?.pages[0]?.total ?? 0;
  const loaded = pages.reduce((sum, page) => sum + page.length, 0);
  const isFiltered = Boolean(search.q) || filterNames.some((name) => search[name]);
  const { fetchNextPage, isFetchingNextPage } = found;
  const more = useCallback(() => { if (!isFetchingNextPage) void fetchNextPage(); }, [fetchNextPage, isFetchingNextPage]);

  const select = (contacts: Found[], isOn: boolean) => {
    const next = new Map(selected);
    for (const contact of contacts) {
      if (isOn) next.set(contact.id, contact);
      else next.delete(contact.id);
    }
    setSelected(next);
  };
  const sortBy = (field: SortField) => {
    const isOn = (search.sort ?? 'dateUpdated') === field;
    const { up: _, ...rest } = search;
    const isUp = isOn ? !search.up : !field.startsWith('date');
    go({ ...rest, sort: field, ...(isUp ? { up: true } : {}) });
  };

  return (
    <Page
      isWide title={words.title}
      actions={mayWrite && <Button look="primary" onClick={() => setAdding(true)}><UserPlus size={17} aria-hidden />{words.newContact}</Button>}
    >
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <div role="search" className="relative min-w-52 grow sm:max-w-sm">
          <Search size={17} aria-hidden className="pointer-events-none absolute left-3 top-3 text-quiet" />
          <input
            type="search" aria-label={words.search} placeholder={words.placeholder} maxLength={75} value={typed} autoComplete="off" spellCheck={false}
            onChange={(event) => setTyped(event.target.value)} className={`${inputClass} pl-9`}
          />
        </div>
        <FilterButton search={search} onChange={go} />
        <Views search={search} onChange={go} />
        {!isNarrow && (
          <Menu trigger={<Button><Columns3 size={17} aria-hidden />{words.columnsMenu}</Button>}>
            <MenuLabel>{words.columnsMenu}</MenuLabel>
            {ids.map((id) => <MenuCheck key={id} isOn={visible[id] ?? false} onChange={(isOn) => setVisible({ ...visible, [id]: isOn || id === 'name' })}>{words.columns[id]}</MenuCheck>)}
          </Menu>
        )}
        <p role="status" className="ml-auto text-sm text-quiet tabular">{found.data && (loaded < total ? words.shown(count(loaded), count(total)) : count(total))}</p>
      </div>
      <FilterChips search={search} onChange={go} />
      {selected.size > 0 && <Bulk selected={[...selected.values()]} onClear={() => setSelected(new Map())} />}
      {found.isError && <Failed error={found.error} onRetry={() => void found.refetch()} className="mb-3" />}
      {found.isPending && <Skeleton rows={9} className="h-12" />}
      {found.data && (total === 0
        ? <Empty icon={Users} title={isFiltered ? words.nobody : words.empty} action={isFiltered && <Button onClick={() => go({})}>{words.clear}</Button>}>{isFiltered ? words.nobodyWhy : words.emptyWhy}</Empty>
        : (
          <>
            <Table
              // Another search starts at its top.
              key={JSON.stringify(search)} pages={pages} total={total} search={search} onSort={sortBy} visible={isNarrow ? onPhones : visible}
              selected={selected} onSelect={select} hasMore={found.hasNextPage} onMore={more}
            />
            <p className="mt-2 hidden text-sm text-quiet sm:block">{words.keys}</p>
          </>
        ))}
      {isAdding && <NewContact onClose={() => setAdding(false)} />}
    </Page>
  );
}

function FilterChips({ search, onChange }: { search: ContactSearch; onChange: (next: ContactSearch) => void }) {
  const set = filterNames.filter((name) => search[name]);
  if (!set.length) return null;
  return (
    <ul className="mb-3 flex flex-wrap gap-2">
      {set.map((name) => {
        const { [name]: value, ...rest } = search;
        return (
          <li key={name}>
            <button type="button" onClick={() => onChange(rest)} aria-label={words.without(`${words.filterBy[name]} ${value}`)} className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full bg-accent-soft px-3 text-sm text-accent">
              <span className="truncate">{words.filterBy[name]} <bdi className="font-semibold">{value}</bdi></span><X size={14} aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
