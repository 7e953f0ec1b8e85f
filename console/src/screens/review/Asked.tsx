// One question: why it is asked, both sides, the source as it came, and what can be decided.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type Request } from '~/api/client';
import { useGet, useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Badge } from '~/components/Badge';
import { Checkbox } from '~/components/Field';
import { Loaded, Skeleton } from '~/components/states';
import { cn } from '~/lib/cn';
import { ago, count, when } from '~/lib/format';
import { toast } from '~/shell/toasts';
import { texts } from '~/texts';
import { fieldName } from '../contact/entries';
import { More } from './More';
import { columns, isGeneral, rows, wantsMore, type Column, type Question } from './sides';

const PATH = '/tenon/v1/conflicts/{conflictId}';
const words = texts.review;
export type Decision = Request<'post', '/tenon/v1/conflicts/{conflictId}/decision'>['body'];
const MOST_VALUE = 400;

export function Asked({ id, onDecided }: { id: string; onDecided: () => void }) {
  const told = useGet(PATH, { path: { conflictId: id } });
  const places = useGet('/tenon/v1/connections', {});
  const nameOf = (connection: string) => places.data?.connections.find((it) => it.id === connection)?.name ?? connection;
  return (
    <Loaded query={told} skeleton={<Skeleton rows={4} className="h-16" />}>
      {({ conflict }) => {
        const found = columns(conflict, nameOf);
        return (
          <article className="rounded-2xl border border-line bg-surface p-5">
            <p className="mb-1 flex flex-wrap items-center gap-2 text-sm text-quiet"><Badge tone="warn">{words.type[conflict.type] ?? conflict.type}</Badge><time dateTime={conflict.askedAt} title={when(conflict.askedAt)}>{words.asked(ago(conflict.askedAt))}</time></p>
            <h2 className="text-xl font-semibold"><bdi>{conflict.title}</bdi></h2>
            <ul className="mt-2 space-y-1 text-quiet" aria-label={words.why}>{conflict.reasons.map((why) => <li key={why}><bdi>{why}</bdi></li>)}</ul>
            <Compared found={found} />
            <Source source={conflict.source} />
            {conflict.state === 'open'
              ? <Decide question={conflict} found={found} onDecided={onDecided} />
              : <p className="mt-5 border-t border-line pt-4"><Badge tone="good">{words.decision[String((conflict.decision as { decision?: string } | null)?.decision)] ?? words.decided}</Badge> <span className="text-quiet">{words.decidedBy(conflict.decidedBy, conflict.decidedAt ? ago(conflict.decidedAt) : '')}</span></p>}
          </article>
        );
      }}
    </Loaded>
  );
}

function Compared({ found }: { found: Column[] }) {
  const all = rows(found);
  if (!all.length) return null;
  return (
    <div role="region" tabIndex={0} aria-label={words.compare} className="mt-4 overflow-x-auto rounded-xl border border-line">
      <table className="w-full text-left">
        <thead className="bg-raised text-sm text-quiet">
          <tr>
            <th scope="col" className="px-3 py-2 font-medium">{words.field}</th>
            {found.map((column, index) => (
              <th key={index} scope="col" className="px-3 py-2 font-medium">
                {column.recordId ? <Link to="/contacts/$contactId" params={{ contactId: column.recordId }} className="text-accent underline">{column.title}</Link> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {all.map(({ field, values, differs }) => (
            <tr key={field} className={cn(differs && 'bg-warn-soft')}>
              <th scope="row" className="px-3 py-2 align-top font-normal text-quiet">{fieldName(field)}{differs && <span className="sr-only"> ({words.differs})</span>}</th>
              {values.map((value, index) => <td key={index} className={cn('min-w-40 px-3 py-2 align-top', differs && value && 'font-medium')}><bdi>{value.slice(0, MOST_VALUE) || words.nothing}</bdi></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Source({ source }: { source: Question['source'] }) {
  const told = source as { raw?: string; place?: string } | null | undefined;
  if (!told?.raw) return null;
  return (
    <details className="mt-4">
      <summary className="font-medium text-accent">{words.source}{told.place ? `: ${told.place}` : ''}</summary>
      {/* What strangers wrote is shown as text, never as markup. */}
      <pre tabIndex={0} className="mt-2 max-h-80 overflow-auto whitespace-pre-wrap rounded-xl bg-raised p-3 text-sm">{told.raw}</pre>
    </details>
  );
}

function Decide({ question, found, onDecided }: { question: Question; found: Column[]; onDecided: () => void }) {
  const client = useQueryClient();
  const mayWrite = useMay('write');
  const [isAll, setAll] = useState(false);
  const [isRule, setRule] = useState(false);
  const [more, setMore] = useState<string | null>(null);
  const renews = ['/tenon/v1/conflicts', '/tenon/v1/conflict-rules'] as const;
  const undo = useSend('post', '/tenon/v1/undos', {
    renews: [...renews], says: words.undone,
    onDone: () => void client.invalidateQueries({ queryKey: ['contacts'] }),
  });
  const send = useSend('post', '/tenon/v1/conflicts/{conflictId}/decision', {
    renews: [...renews],
    onDone: ({ decided, failed, undo: back }) => {
      const body = back as unknown as Request<'post', '/tenon/v1/undos'>['body'] | null;
      const text = failed > 0 ? words.someFailed(count(failed)) : decided > 1 ? words.decidedMany(count(decided)) : words.decidedNow;
      toast({ text, tone: failed > 0 ? 'bad' : 'good', ...(body && 'kind' in body ? { action: { label: texts.common.undo, run: () => undo.mutate({ body }) } } : {}) });
      void client.invalidateQueries({ queryKey: ['contacts'] });
      onDecided();
    },
  });
  const decide = (body: Decision) => {
    if (send.isPending) return;
    const general = isGeneral(body.decision);
    send.mutate({ path: { conflictId: question.id }, body: { ...body, ...(general && isAll ? { all: true } : {}), ...(general && isRule ? { remember: true } : {}) } });
  };
  const choose = (decision: string) => (wantsMore(decision) ? setMore(decision) : decide({ decision }));
  const latest = useRef(choose);
  latest.current = choose;
  const { decisions } = question;

  useEffect(() => {
    if (!mayWrite) return;
    const press = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [role=dialog]');
      const decision = decisions[Number(event.key) - 1];
      if (!decision || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      latest.current(decision);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [mayWrite, decisions]);

  if (!mayWrite) return null;
  const canBeGeneral = decisions.some(isGeneral) && question.alike !== '';
  return (
    <section aria-label={words.choose} className="mt-5 border-t border-line pt-4">
      <h3 className="mb-3 font-medium">{words.choose}</h3>
      <ul className="grid gap-2 sm:grid-cols-2">
        {decisions.map((decision, index) => (
          <li key={decision}>
            <button type="button" aria-disabled={send.isPending || undefined} onClick={() => choose(decision)} className="flex h-full w-full gap-3 rounded-xl border border-line p-3 text-left hover:border-accent hover:bg-accent-soft">
              <kbd className="inline-flex size-6 shrink-0 items-center justify-center rounded border border-line font-sans text-sm text-quiet">{index + 1}</kbd>
              <span><span className="font-medium">{words.decision[decision] ?? decision}</span><span className="block text-sm text-quiet">{words.hint[decision]}</span></span>
            </button>
          </li>
        ))}
      </ul>
      {canBeGeneral && (
        <div className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
          {question.openAlike > 1 && <Checkbox label={words.alike(count(question.openAlike))} checked={isAll} onChange={(event) => setAll(event.target.checked)} />}
          <Checkbox label={words.remember} checked={isRule} onChange={(event) => setRule(event.target.checked)} />
        </div>
      )}
      {more && wantsMore(more) && <More decision={more} question={question} found={found} isBusy={send.isPending} onClose={() => setMore(null)} onDecide={(body) => { setMore(null); decide(body); }} />}
    </section>
  );
}
