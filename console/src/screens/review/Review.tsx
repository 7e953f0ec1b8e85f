// The questions at the left, the one that is open beside them; decided by keyboard, one after another.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft, CircleCheckBig, Scale } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import type { Answer } from '~/api/client';
import { useGet, useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Badge } from '~/components/Badge';
import { Button } from '~/components/Button';
import { Select } from '~/components/Field';
import { Page } from '~/components/Page';
import { Empty, Loaded } from '~/components/states';
import { Tabs } from '~/components/Tabs';
import { cn } from '~/lib/cn';
import { ago, count, when } from '~/lib/format';
import { texts } from '~/texts';
import { Asked } from './Asked';
import type { ReviewSearch } from './search';

const LIST = '/tenon/v1/conflicts';
const RULES = '/tenon/v1/conflict-rules';
const words = texts.review;
type List = Answer<'get', typeof LIST>;
const MOST = 200;

export function Review() {
  const { view: told, type, id }: ReviewSearch = useSearch({ from: '/review' });
  const view = told ?? 'open';
  const navigate = useNavigate({ from: '/review' });
  const tabs = (['open', 'decided', 'rules'] as const).map((value) => ({ value, label: words[value] }));
  return (
    <Page isWide title={words.title} lead={words.lead}>
      <Tabs label={words.tabs} value={view} tabs={tabs} onChange={(value) => void navigate({ search: value === 'open' ? {} : { view: value as 'decided' | 'rules' } })}>
        {view === 'rules' ? <Rules /> : <Questions state={view} type={type} id={id} />}
      </Tabs>
    </Page>
  );
}

function Questions({ state, type, id }: { state: 'open' | 'decided'; type: string | undefined; id: string | undefined }) {
  const list = useGet(LIST, { query: { state, limit: MOST, ...(type ? { type } : {}) } }, { keepPrevious: true });
  return (
    <Loaded query={list}>
      {(data) => data.conflicts.length === 0 && !type
        ? <Empty icon={CircleCheckBig} title={state === 'open' ? words.empty : words.emptyDecided}>{state === 'open' && words.emptyWhy}</Empty>
        : <Desk data={data} state={state} type={type} id={id} />}
    </Loaded>
  );
}

function Desk({ data, state, type, id }: { data: List; state: 'open' | 'decided'; type: string | undefined; id: string | undefined }) {
  const navigate = useNavigate({ from: '/review' });
  const items = data.conflicts;
  const at = items.findIndex((item) => item.id === id);
  const shown = items[at] ?? items[0];
  const byType = Object.entries(data.openByType as Record<string, number>).filter(([, many]) => many > 0);
  const open = useCallback((next: string | undefined) => void navigate({
    replace: true,
    search: { ...(state === 'decided' ? { view: state } : {}), ...(type ? { type } : {}), ...(next ? { id: next } : {}) },
  }), [navigate, state, type]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [role=dialog]');
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = { j: 1, k: -1 }[event.key];
      if (!step) return;
      const now = Math.max(0, at);
      open(items[Math.max(0, Math.min(items.length - 1, now + step))]?.id);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [items, at, open]);

  // The next one stands where the decided one stood.
  const onDecided = () => open(items[Math.max(0, at) + 1]?.id ?? items[Math.max(0, at) - 1]?.id);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[20rem_1fr]">
      <div className={cn(id && 'max-lg:hidden')}>
        {state === 'open' && byType.length > 1 && (
          <div className="mb-3">
            <Select
              label={words.list} isLabelHidden value={type ?? ''} onChange={(event) => void navigate({ search: event.target.value ? { type: event.target.value } : {} })}
              options={[{ value: '', label: words.all }, ...byType.map(([value, many]) => ({ value, label: `${words.type[value] ?? value} (${count(many)})` }))]}
            />
          </div>
        )}
        <ul aria-label={words.list} className="space-y-2 lg:max-h-[calc(100dvh-17rem)] lg:overflow-y-auto lg:p-0.5">
          {items.map((item) => (
            <li key={item.id}>
              <button
                type="button" onClick={() => open(item.id)} aria-current={item.id === shown?.id ? 'true' : undefined}
                className={cn('w-full rounded-xl border bg-surface p-3 text-left hover:bg-raised', item.id === shown?.id ? 'border-line lg:border-accent lg:bg-accent-soft' : 'border-line')}
              >
                <span className="mb-1 flex items-center justify-between gap-2"><Badge tone={item.type === 'refused' || item.type === 'brake' ? 'bad' : 'warn'}>{words.type[item.type] ?? item.type}</Badge><span className="shrink-0 text-sm text-quiet">{ago(item.decidedAt ?? item.askedAt)}</span></span>
                <bdi className="line-clamp-2 font-medium">{item.title}</bdi>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {shown && (
        <div className={cn('min-w-0', !id && 'max-lg:hidden')}>
          <Button look="quiet" size="small" className="mb-2 lg:hidden" onClick={() => open(undefined)}><ArrowLeft size={15} aria-hidden />{words.toList}</Button>
          <Asked key={shown.id} id={shown.id} onDecided={onDecided} />
          {state === 'open' && <p className="mt-3 hidden text-sm text-quiet lg:block">{words.keys}</p>}
        </div>
      )}
    </div>
  );
}

function Rules() {
  const rules = useGet(RULES, {});
  const mayWrite = useMay('write');
  const forget = useSend('delete', '/tenon/v1/conflict-rules/{ruleId}', { renews: [RULES], says: words.forgotten });
  return (
    <Loaded query={rules}>
      {(data) => data.rules.length === 0 ? <Empty icon={Scale} title={words.emptyRules}>{words.emptyRulesWhy}</Empty> : (
        <ul className="space-y-2">
          {data.rules.map((rule) => (
            <li key={rule.id} className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-surface p-4">
              <div className="min-w-0">
                <p className="font-medium"><bdi>{rule.title}</bdi></p>
                <p className="text-quiet">{words.decision[String(rule.decision)] ?? String(rule.decision)} · <time dateTime={rule.madeAt} title={when(rule.madeAt)}>{words.decidedBy(rule.madeBy, ago(rule.madeAt))}</time></p>
              </div>
              {mayWrite && <Button size="small" onClick={() => forget.mutate({ path: { ruleId: rule.id } })}>{words.forget}</Button>}
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
