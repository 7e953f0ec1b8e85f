// Everything that happened, newest first: with what it was before, who, from where and why.
import { useInfiniteQuery } from '@tanstack/react-query';
import { History, type LucideIcon, ArrowUpRight, CalendarDays, FileDown, GitCompareArrows, Link2, ListTodo, Pencil, Plus, StickyNote, Trash2, TriangleAlert, Undo2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { call, type Answer, type Request } from '~/api/client';
import { useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Badge } from '~/components/Badge';
import { Button } from '~/components/Button';
import { Input, Select } from '~/components/Field';
import { Card } from '~/components/Page';
import { Empty, Failed, Skeleton } from '~/components/states';
import { cn } from '~/lib/cn';
import { ago, plain, when } from '~/lib/format';
import { toast } from '~/shell/toasts';
import { texts } from '~/texts';
import { asEntries, fieldName, folded, headline, kindOf, matches, noFilter, sentWords, sourceOf, titles, whoOf, type Entry, type Scope, type TimelineFilter } from './entries';

const PATH = '/tenon/v1/contacts/{contactId}/timeline';
const words = texts.contact.timeline;
const PAGE = 100;
/** How much is read on when a filter leaves little. */
const FEW = 15;
const MOST_VALUE = 300;

export function Timeline({ contactId }: { contactId: string }) {
  const [filter, setFilter] = useState<TimelineFilter>(noFilter);
  const told = useInfiniteQuery({
    queryKey: [PATH, { path: { contactId } }],
    queryFn: ({ pageParam, signal }) => call('get', PATH, { path: { contactId }, query: { limit: PAGE, ...(pageParam ? { before: pageParam } : {}) }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last: Answer<'get', typeof PATH>) => last.nextBefore ?? undefined,
  });
  const entries = useMemo(() => told.data?.pages.flatMap((page) => asEntries(page.entries)) ?? [], [told.data]);
  const names = useMemo(() => titles(entries), [entries]);
  const shown = useMemo(() => folded(entries.filter((entry) => matches(entry, filter, names))), [entries, filter, names]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = told;
  const isFiltered = filter !== noFilter;

  useEffect(() => {
    if (isFiltered && shown.length < FEW && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isFiltered, shown.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <Card title={words.title} actions={<Scopes scope={filter.scope} onChange={(scope) => setFilter({ ...filter, scope })} />}>
      <Filters entries={entries} filter={filter} onChange={setFilter} />
      {told.isError && <Failed error={told.error} onRetry={() => void told.refetch()} />}
      {told.isPending && <Skeleton rows={6} className="h-12" />}
      {told.data && shown.length === 0 && !hasNextPage && <Empty icon={History} title={entries.length ? words.nothing : words.empty} />}
      <ol aria-label={words.title} className="relative">
        {shown.map((group) => group[0] && (
          <li key={group[0].id} className="relative flex gap-3 pb-5 before:absolute before:bottom-0 before:left-[0.9rem] before:top-8 before:w-px before:bg-line last:before:hidden">
            {group.length > 1 ? <Folded group={group} names={names} /> : <Item entry={group[0]} names={names} />}
          </li>
        ))}
      </ol>
      {hasNextPage && <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{words.earlier}</Button>}
    </Card>
  );
}

function Scopes({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  return (
    <div role="group" aria-label={words.scope} className="flex rounded-lg border border-line p-0.5">
      {(['all', 'activity', 'history'] as const).map((value) => (
        <button key={value} type="button" aria-pressed={scope === value} onClick={() => onChange(value)} className={cn('min-h-8 rounded-md px-3 text-sm', scope === value ? 'bg-accent-soft font-semibold text-accent' : 'text-quiet hover:text-ink')}>{words[value]}</button>
      ))}
    </div>
  );
}

function Filters({ entries, filter, onChange }: { entries: Entry[]; filter: TimelineFilter; onChange: (filter: TimelineFilter) => void }) {
  const options = (label: string, values: string[], name: (value: string) => string) =>
    [{ value: '', label }, ...[...new Set(values)].sort().map((value) => ({ value, label: name(value) }))];
  const choose = (key: 'kind' | 'from' | 'who', label: string, name: (value: string) => string, read: (entry: Entry) => string) => (
    <Select label={label} isLabelHidden value={filter[key]} options={options(label, entries.map(read), name)} onChange={(event) => onChange({ ...filter, [key]: event.target.value })} />
  );
  return (
    <div className="mb-5 grid grid-cols-1 gap-2 sm:grid-cols-[2fr_1fr_1fr_1fr]">
      <Input label={words.search} isLabelHidden type="search" placeholder={words.search} value={filter.text} onChange={(event) => onChange({ ...filter, text: event.target.value })} />
      {choose('kind', words.kind, kindOf, ({ kind }) => kind)}
      {choose('from', words.from, sourceOf, ({ from }) => from)}
      {choose('who', words.who, (who) => who.slice(0, 60), whoOf)}
    </div>
  );
}

function iconOf({ action, kind }: Entry): [LucideIcon, string] {
  const byAction: Record<string, [LucideIcon, string]> = {
    push: [ArrowUpRight, 'bg-info-soft text-info'], link: [Link2, 'bg-good-soft text-good'], unlink: [Link2, 'bg-warn-soft text-warn'], refuse: [TriangleAlert, 'bg-bad-soft text-bad'],
    conflict: [GitCompareArrows, 'bg-warn-soft text-warn'], delete: [Trash2, 'bg-bad-soft text-bad'], import: [FileDown, 'bg-accent-soft text-accent'],
  };
  const byKind: Record<string, LucideIcon> = { task: ListTodo, note: StickyNote, appointment: CalendarDays };
  return byAction[action] ?? [byKind[kind] ?? (action === 'create' ? Plus : Pencil), 'bg-raised text-ink'];
}

function Mark({ entry }: { entry: Entry }) {
  const [Icon, look] = iconOf(entry);
  return <span className={cn('inline-flex size-7.5 shrink-0 items-center justify-center rounded-full', look)}><Icon size={15} aria-hidden /></span>;
}

function Folded({ group, names }: { group: Entry[]; names: Map<string, string> }) {
  const [isOpen, setOpen] = useState(false);
  const [first] = group;
  if (!first) return null;
  const fields = [...new Set(group.flatMap((entry) => entry.fields.map(({ field }) => fieldName(field))))].join(', ');
  return (
    <>
      <Mark entry={first} />
      <div className="min-w-0 grow">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="text-left hover:underline"><bdi className="font-medium">{whoOf(first)}</bdi>: {fields}</button>
        <p className="text-sm text-quiet">{words.times(group.length)} · <time dateTime={first.at} title={when(first.at)}>{ago(first.at)}</time></p>
        {isOpen && <ol className="mt-3 space-y-4">{group.map((entry) => <li key={entry.id} className="flex gap-3"><Item entry={entry} names={names} /></li>)}</ol>}
      </div>
    </>
  );
}

function Item({ entry, names }: { entry: Entry; names: Map<string, string> }) {
  const title = headline(entry, names);
  const sent = sentWords(entry);
  const isConflict = entry.action === 'conflict' && entry.detail;
  const why = words.because[entry.cause.kind];
  return (
    <>
      <Mark entry={entry} />
      <div className="min-w-0 grow">
        <div className="flex items-start justify-between gap-3">
          <p className="min-w-0 font-medium"><bdi>{title}</bdi></p>
          <PutBack entry={entry} title={title} />
        </div>
        {sent && <p className="text-quiet"><bdi>{sent}</bdi></p>}
        {entry.action !== 'import' && <Values entry={entry} />}
        {isConflict && (
          <div className="mt-1 text-sm">
            <p><Badge tone="good">{words.kept}</Badge> <bdi>{plain(entry.detail?.kept).slice(0, MOST_VALUE) || words.nothing_}</bdi></p>
            <p className="mt-1"><Badge tone="warn">{words.lost}</Badge> <bdi>{plain(entry.detail?.lost).slice(0, MOST_VALUE) || words.nothing_}</bdi></p>
            <p className="mt-1 text-quiet">{words.rule(entry.detail?.rule ?? '', entry.detail?.winner ?? '')}</p>
          </div>
        )}
        {entry.action === 'refuse' && entry.detail?.message && <p className="text-bad">{entry.detail.message}</p>}
        <p className="mt-0.5 text-sm text-quiet"><time dateTime={entry.at} title={when(entry.at)}>{ago(entry.at)}</time> · {sourceOf(entry.from)}{why ? ` · ${why}` : ''}</p>
      </div>
    </>
  );
}

function Values({ entry }: { entry: Entry }) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = entry.fields.filter(({ before, after }) => plain(before) || plain(after));
  if (!shown.length) return null;
  const isNew = entry.action === 'create';
  return (
    <>
      <dl className="mt-1 space-y-0.5 text-sm">
        {shown.slice(0, showsAll ? undefined : 4).map(({ field, before, after }) => (
          <div key={field} className="flex flex-wrap gap-x-1.5">
            <dt className="text-quiet">{fieldName(field)}:</dt>
            <dd className="min-w-0 whitespace-pre-line">
              {Array.isArray(after) && !isNew ? <Lists before={before} after={after} /> : (
                <>
                  {!isNew && <><del className="text-quiet"><bdi>{plain(before).slice(0, MOST_VALUE) || words.nothing_}</bdi></del> → </>}
                  <bdi>{plain(after).slice(0, showsAll ? undefined : MOST_VALUE) || words.nothing_}</bdi>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {(shown.length > 4 || shown.some(({ after }) => plain(after).length > MOST_VALUE)) && !showsAll && <button type="button" className="text-sm text-accent underline" onClick={() => setShowsAll(true)}>{texts.common.more}</button>}
    </>
  );
}

/** Of a list, only what came and what went. */
function Lists({ before, after }: { before: unknown; after: unknown[] }) {
  const had = (Array.isArray(before) ? before : []).map(plain);
  const has = after.map(plain);
  const part = (values: string[], sign: string) => values.length > 0 && <bdi>{sign} {values.slice(0, 20).join(', ').slice(0, MOST_VALUE)}</bdi>;
  return <>{part(has.filter((it) => !had.includes(it)), '+')} {part(had.filter((it) => !has.includes(it)), '−')}</>;
}

type UndoBody = Request<'post', '/tenon/v1/undos'>['body'];

/** Undoes what this entry did, on both sides; that can be undone as well. */
function PutBack({ entry, title }: { entry: Entry; title: string }) {
  const mayWrite = useMay('write');
  const renews = [PATH, '/contacts/{contactId}', '/tenon/v1/contacts/{contactId}/sync', '/contacts/{contactId}/tasks'] as const;
  const again = useSend('post', '/tenon/v1/undos', { renews: [...renews] });
  const undo = useSend('post', '/tenon/v1/undos', {
    renews: [...renews],
    onDone: ({ undo }) => {
      const { fieldsPutBack, recordsDeleted, recordsRestored, already, problems } = undo.report;
      const many = fieldsPutBack + recordsDeleted + recordsRestored;
      const why = problems[0]?.why;
      if (many === 0) return toast({ text: why ?? (already ? words.alreadyBack : words.notPutBack), tone: why ? 'bad' : 'good' });
      const id = undo.id;
      toast({ text: words.didPutBack(many), ...(id ? { action: { label: texts.common.undo, run: () => again.mutate({ body: { kind: 'undo', id } }) } } : {}) });
    },
  });
  if (!entry.undo || !mayWrite || entry.action === 'push') return null;
  return (
    <Button size="small" look="quiet" className="-my-1 shrink-0" isBusy={undo.isPending} aria-label={words.putBackOf(title.slice(0, 100))} onClick={() => undo.mutate({ body: entry.undo as UndoBody })}>
      <Undo2 size={14} aria-hidden /><span className="max-sm:sr-only">{words.putBack}</span>
    </Button>
  );
}
