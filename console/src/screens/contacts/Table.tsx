// The rows on screen and a few beside them, of as many as there are. TanStack Table is given only
// those, so that a hundred thousand cost what forty do.
import { useNavigate } from '@tanstack/react-router';
import { flexRender, getCoreRowModel, useReactTable, type VisibilityState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { cn } from '~/lib/cn';
import { texts } from '~/texts';
import { columns, layout, type ColumnId } from './columns';
import { PAGE, called, type ContactSearch, type Found, type SortField } from './search';

const words = texts.contacts;
const ROW = 52;
const BESIDE = 8;
/** How close to the end the next page is asked for. */
const AHEAD = 60;

interface Props {
  pages: Found[][];
  total: number;
  search: ContactSearch;
  onSort: (field: SortField) => void;
  visible: VisibilityState;
  selected: ReadonlyMap<string, Found>;
  onSelect: (contacts: Found[], isOn: boolean) => void;
  hasMore: boolean;
  onMore: () => void;
}

export function Table({ pages, total, search, onSort, visible, selected, onSelect, hasMore, onMore }: Props) {
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const loaded = (pages.length - 1) * PAGE + (pages.at(-1)?.length ?? 0);
  const at = (index: number): Found | undefined => pages[Math.floor(index / PAGE)]?.[index % PAGE];
  const rows = useVirtualizer({ count: loaded, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: BESIDE });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && last >= loaded - AHEAD) onMore();
  }, [hasMore, last, loaded, onMore]);

  const shown = items.map(({ index }) => at(index)).filter((it): it is Found => it !== undefined);
  const table = useReactTable({
    data: shown, columns, getRowId: ({ id }) => id, getCoreRowModel: getCoreRowModel(),
    manualSorting: true, manualPagination: true, autoResetAll: false, state: { columnVisibility: visible },
  });
  const leaves = table.getVisibleLeafColumns();
  const template = { gridTemplateColumns: `2.75rem ${leaves.map(({ id }) => layout[id as ColumnId].width).join(' ')}` };
  const byId = new Map(table.getRowModel().rows.map((row) => [row.id, row]));

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(loaded - 1, index));
    setFocused(next);
    rows.scrollToIndex(next, { align: 'auto' });
    // The row may not be there before the list has scrolled.
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus({ preventScroll: true }));
  };
  const press = (event: KeyboardEvent, index: number) => {
    if (event.target !== event.currentTarget) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -index, End: loaded };
    const step = steps[event.key];
    const contact = at(index);
    if (step !== undefined) focusRow(index + step);
    else if (event.key === 'Enter' && contact) void navigate({ to: '/contacts/$contactId', params: { contactId: contact.id } });
    else if (event.key === ' ' && contact) onSelect([contact], !selected.has(contact.id));
    else return;
    event.preventDefault();
  };
  // Counted first: looking through all of them at every step of a scroll would be felt.
  const allOn = loaded > 0 && selected.size >= loaded && pages.every((page) => page.every(({ id }) => selected.has(id)));

  return (
    <div ref={box} role="grid" aria-label={words.grid} aria-rowcount={total + 1} aria-multiselectable className="relative h-[calc(100dvh-14rem)] min-h-80 overflow-auto rounded-2xl border border-line bg-surface">
      <div className="min-w-max lg:min-w-0">
        <div role="row" aria-rowindex={1} style={template} className="sticky top-0 z-10 grid min-h-11 items-center gap-3 border-b border-line bg-surface px-3 text-sm text-quiet">
          <div role="columnheader" className="flex justify-center">
            <input type="checkbox" className="size-4 accent-accent" aria-label={words.selectAll} checked={allOn} onChange={() => onSelect(pages.flat(), !allOn)} />
          </div>
          {leaves.map((column) => <Head key={column.id} id={column.id as ColumnId} search={search} onSort={onSort} />)}
        </div>
        <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const contact = at(index);
            const row = contact && byId.get(contact.id);
            if (!contact || !row) return null;
            const name = called(contact) || words.noName;
            return (
              <div
                key={index} role="row" aria-rowindex={index + 2} aria-selected={selected.has(contact.id)} data-index={index} tabIndex={index === Math.min(focused, loaded - 1) ? 0 : -1}
                style={{ ...template, height: ROW, transform: `translateY(${start}px)` }}
                onKeyDown={(event) => press(event, index)} onFocus={() => setFocused(index)}
                onClick={() => void navigate({ to: '/contacts/$contactId', params: { contactId: contact.id } })}
                className={cn('absolute inset-x-0 top-0 grid cursor-pointer items-center gap-3 border-b border-line px-3 -outline-offset-2 hover:bg-raised', selected.has(contact.id) && 'bg-accent-soft')}
              >
                <div role="gridcell" className="flex h-full items-center justify-center" onClick={(event) => event.stopPropagation()}>
                  <input type="checkbox" tabIndex={-1} className="size-4 accent-accent" aria-label={words.select(name.slice(0, 80))} checked={selected.has(contact.id)} onChange={() => onSelect([contact], !selected.has(contact.id))} />
                </div>
                {row.getVisibleCells().map((cell) => <div key={cell.id} role="gridcell" className="flex min-w-0 items-center">{flexRender(cell.column.columnDef.cell, cell.getContext())}</div>)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head({ id, search, onSort }: { id: ColumnId; search: ContactSearch; onSort: (field: SortField) => void }) {
  const { sort } = layout[id];
  const label = words.columns[id];
  if (!sort) return <div role="columnheader" className="truncate">{label}</div>;
  const isOn = (search.sort ?? 'dateUpdated') === sort;
  const Icon = search.up ? ArrowUp : ArrowDown;
  return (
    <div role="columnheader" aria-sort={isOn ? (search.up ? 'ascending' : 'descending') : 'none'} className="min-w-0">
      <button type="button" title={words.sortBy(label)} onClick={() => onSort(sort)} className={cn('inline-flex min-h-8 max-w-full items-center gap-1 rounded hover:text-ink', isOn && 'font-semibold text-ink')}>
        <span className="truncate">{label}</span>{isOn && <Icon size={14} aria-hidden />}
      </button>
    </div>
  );
}
