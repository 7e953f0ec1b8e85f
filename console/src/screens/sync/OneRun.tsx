// One run: who asked, how far it is, what it found, what it did, and the way to take it back.
import { Undo2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useGet, useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Badge } from '~/components/Badge';
import { Button } from '~/components/Button';
import { Card } from '~/components/Page';
import { Failed, Skeleton } from '~/components/states';
import { UndoDialog } from '~/components/Undo';
import { ago, count, when } from '~/lib/format';
import { texts } from '~/texts';
import { Found } from './Agreement';
import { Question } from './Connections';
import { CONNECTIONS, RUNS, asRuns, hasDone, isOpen, isPlan, isProof, type Plan, type Run } from './wire';

const words = texts.sync;
const EVERY = 2_000;

export function OneRun({ id, known, name }: { id: string; known: Run | undefined; name: string }) {
  const told = useGet('/tenon/v1/sync-runs/{runId}', { path: { runId: id } }, { refetchInterval: known && !isOpen(known) ? false : EVERY });
  const run = (told.data ? asRuns([told.data.syncRun])[0] : undefined) ?? known;
  if (!run) return told.isError ? <Failed error={told.error} onRetry={() => void told.refetch()} /> : <Skeleton rows={3} className="h-28" />;
  return <Shown run={run} name={name} />;
}

function Shown({ run, name }: { run: Run; name: string }) {
  const mayWrite = useMay('write');
  const [isUndoing, setUndoing] = useState(false);
  const decide = useSend('post', '/tenon/v1/sync-runs/{runId}/decision', { renews: [RUNS, CONNECTIONS, '/tenon/v1/sync-runs/{runId}', '/tenon/v1/conflicts'], says: (_, { body }) => (body.decision === 'approve' ? words.wentOn : words.stopped) });
  const title = words.run[run.kind] ?? run.kind;
  const took = run.startedAt && run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : null;
  return (
    <article className="space-y-4">
      <Card
        title={<span className="flex flex-wrap items-center gap-3">{title}<Badge tone={run.state === 'failed' ? 'bad' : run.state === 'braked' ? 'warn' : 'plain'}>{words.runState[run.state] ?? run.state}</Badge></span>}
        actions={mayWrite && hasDone(run) && <Button size="small" onClick={() => setUndoing(true)}><Undo2 size={15} aria-hidden />{words.undo}</Button>}
      >
        <p className="text-quiet"><bdi>{name}</bdi> · <time dateTime={run.askedAt} title={when(run.askedAt)}>{words.by(run.who.kind === 'connection' ? words.itself : run.who.name, ago(run.askedAt))}</time>{took !== null && ` · ${words.took(texts.overview.seconds(took))}`}</p>
        {run.error && <p className="mt-3 text-bad"><span className="font-medium">{words.whyFailed}:</span> {run.error}</p>}
        {run.decided && <p className="mt-2">{words.decided(run.decided.approved, run.decided.by, ago(run.decided.at))}</p>}
        {isOpen(run) && run.progress.total > 0 && <Progress run={run} />}
        {run.state === 'braked' && (
          <div className="mt-4">
            <Question title={words.asksTitle} yes={words.letGo} no={words.stop} isBusy={decide.isPending} onDecide={(decision) => decide.mutate({ path: { runId: run.id }, body: { decision } })}>
              {run.asks.map((line) => <p key={line}>{line}</p>)}
            </Question>
          </div>
        )}
      </Card>
      {isProof(run) ? <Card><Found proof={run.found} at={run.endedAt} /></Card>
        : isPlan(run) ? <Card title={words.whatWould}><Planned plan={run.found} /></Card>
          : <Counted run={run} />}
      {isUndoing && <UndoDialog target={{ kind: 'run', id: run.id }} onClose={() => setUndoing(false)} />}
    </article>
  );
}

function Progress({ run: { progress } }: { run: Run }) {
  const said = [words.progress(count(progress.done), count(progress.total)), progress.secondsLeft !== null && words.left(texts.overview.seconds(progress.secondsLeft)), progress.failing > 0 && words.failing(count(progress.failing))];
  return (
    <div className="mt-3">
      <progress className="h-2 w-full accent-accent" aria-label={said[0] as string} max={progress.total} value={progress.done} />
      <p className="text-sm text-quiet">{said.filter(Boolean).join(' · ')}</p>
    </div>
  );
}

function Counted({ run }: { run: Run }) {
  const did = (Object.keys(words.did) as (keyof typeof words.did)[]).filter((what) => run.did[what] > 0);
  const found = (Object.keys(words.found) as (keyof typeof words.found)[]).filter((what) => run.counts[what]);
  return (
    <>
      <Card title={words.whatDid}>
        {did.length === 0 ? <p className="text-quiet">{isOpen(run) ? texts.common.loading : words.didNothing}</p> : <Numbers>{did.map((what) => <Count key={what} label={words.did[what]} value={run.did[what]} />)}</Numbers>}
      </Card>
      {found.length > 0 && <Card title={words.whatFound}><Numbers>{found.map((what) => <Count key={what} label={words.found[what]} value={run.counts[what] ?? 0} />)}</Numbers></Card>}
    </>
  );
}
const Numbers = ({ children }: { children: ReactNode }) => <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 xl:grid-cols-4">{children}</dl>;
const Count = ({ label, value }: { label: string; value: number }) => <div className="flex flex-col-reverse justify-end"><dt className="text-quiet">{label}</dt><dd className="text-2xl font-semibold tabular">{count(value)}</dd></div>;

function Planned({ plan }: { plan: Plan }) {
  const rows = Object.entries(plan.sides).flatMap(([side, kinds]) => Object.entries(kinds).flatMap(([kind, acts]) => Object.entries(acts).map(([act, many]) => ({ side, kind, act, many }))));
  return (
    <div className="space-y-3">
      {rows.length === 0 && <p>{words.plan.none}</p>}
      <ul className="space-y-1">
        {rows.map(({ side, kind, act, many }) => (
          <li key={`${side} ${kind} ${act}`}><span className="font-semibold tabular">{count(many)}</span> {(words.kinds[kind] ?? kind).toLowerCase()}: {words.plan.act[act] ?? act} <span className="text-quiet">({side === 'hub' ? words.plan.here : words.plan.there})</span></li>
        ))}
      </ul>
      <p className="text-quiet">{words.plan.cost(count(plan.calls.reads), count(plan.calls.writes))}{plan.minutes !== null && ` · ${words.plan.minutes(texts.overview.seconds(plan.minutes * 60))}`}</p>
      {plan.notes.map((note) => <p key={note} className="text-sm text-quiet">{note}</p>)}
    </div>
  );
}
