// Is everything in step? The answer first, then what waits, then the numbers behind it.
import { Link } from '@tanstack/react-router';
import { CircleCheckBig, CircleHelp, Plug, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useGet } from '~/api/query';
import type { Answer } from '~/api/client';
import { Badge } from '~/components/Badge';
import { Card, Page } from '~/components/Page';
import { Empty, Loaded, Skeleton } from '~/components/states';
import { cn } from '~/lib/cn';
import { ago, count, when } from '~/lib/format';
import { texts } from '~/texts';
import { Charts } from './Charts';
import { canBeCompared, comparedIn, healthOf, troubles, verifiedOf, type Connection, type Health } from './model';

const words = texts.overview;
const EVERY = 15_000;
type Data = Answer<'get', '/tenon/v1/overview'>;

export function Overview() {
  const data = useGet('/tenon/v1/overview', {}, { refetchInterval: EVERY });
  return (
    <Page title={words.title} lead={data.data && words.updated(when(data.data.at, data.data.timezone))}>
      <Loaded query={data} skeleton={<Skeleton rows={4} className="h-28" />}>{(data) => <Standing data={data} />}</Loaded>
    </Page>
  );
}

function Standing({ data }: { data: Data }) {
  const connections = data.connections as Connection[];
  const found = troubles(connections, data.queues.deliveriesDead);
  return (
    <div className="space-y-4">
      <Verdict health={healthOf(connections, found)} found={found} />
      <Numbers data={data} />
      <div className="grid gap-4 lg:grid-cols-[3fr_2fr]">
        <Connections connections={connections} />
        <Waiting queues={data.queues} />
      </div>
      <Charts data={data} />
    </div>
  );
}

function Verdict({ health, found }: { health: Health; found: string[] }) {
  const look = { good: 'border-good bg-good-soft text-good', unproven: 'border-line bg-surface text-ink', trouble: 'border-warn bg-warn-soft text-warn' }[health];
  const Icon = { good: CircleCheckBig, unproven: CircleHelp, trouble: TriangleAlert }[health];
  const title = { good: words.inStep, unproven: words.unproven, trouble: words.needsYou }[health];
  return (
    <section aria-live="polite" className={cn('flex gap-4 rounded-2xl border p-5', look)}>
      <Icon size={26} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <h2 className="text-lg font-semibold">{title}</h2>
        {found.length === 0 ? <p>{health === 'good' ? words.inStepWhy : words.unprovenWhy}</p>
          : <ul className="mt-1 space-y-1">{found.map((one) => <li key={one}><bdi>{one}</bdi></li>)}</ul>}
      </div>
    </section>
  );
}

function Numbers({ data }: { data: Data }) {
  const month = data.leadsByDay.reduce((sum, { total }) => sum + total, 0);
  const { pushed, leads, withinAMinute, waiting } = data.speedToLead;
  const ages = (data.connections as Connection[]).map(verifiedOf).filter((one) => one !== null);
  const oldest = ages.length ? ages.reduce((old, one) => (one.ageSeconds > old.ageSeconds ? one : old)) : null;
  return (
    <dl className="grid gap-4 sm:grid-cols-3">
      <Number title={words.today} value={count(data.leadsByDay.at(-1)?.total ?? 0)}>{words.lastDays(count(month))}</Number>
      <Number title={words.speed} value={pushed.p50 === null ? texts.common.none : words.seconds(pushed.p50)}>
        {leads ? `${words.speedHalf(count(leads))}; ${words.speedWithin(count(withinAMinute), count(leads))}${waiting ? `; ${words.speedWaiting(count(waiting))}` : ''}` : words.speedNone}
      </Number>
      <Number title={words.proof} value={oldest ? words.seconds(oldest.ageSeconds) : words.proofNone}>{oldest ? words.proofWhy : words.proofNoneWhy}</Number>
    </dl>
  );
}

function Number({ title, value, children }: { title: string; value: string; children: ReactNode }) {
  return (
    <div className="rounded-2xl border border-line bg-surface p-5">
      <dt className="text-quiet">{title}</dt>
      <dd className="mt-1 text-3xl font-semibold tracking-tight tabular">{value}</dd>
      <dd className="mt-1 text-sm text-quiet">{children}</dd>
    </div>
  );
}

function Connections({ connections }: { connections: Connection[] }) {
  if (connections.length === 0) return <Empty icon={Plug} title={words.noConnections}>{words.noConnectionsWhy}</Empty>;
  return (
    <Card title={words.connections}>
      <ul className="divide-y divide-line">{connections.map((one) => <Row key={one.id} connection={one} />)}</ul>
    </Card>
  );
}

function Row({ connection }: { connection: Connection }) {
  const { name, system, queue, standing } = connection;
  const verified = verifiedOf(connection);
  const drift = verified?.found?.drift ?? 0;
  const isConnected = standing.state === 'connected';
  const told = [
    system !== name && words.system(system),
    !canBeCompared(connection) ? words.byDocuments : verified?.found ? words.compared(count(comparedIn(verified.found))) : words.notChecked,
    verified?.at && words.checked(ago(verified.at)),
    queue.failing ? words.queueFailing(count(queue.failing)) : queue.waiting ? words.queueWaiting(count(queue.waiting)) : words.queueEmpty,
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 grow">
        <p className="font-medium"><bdi>{name}</bdi></p>
        <p className="text-sm text-quiet">{told.filter(Boolean).join(' · ')}</p>
      </div>
      {verified?.found && <Badge tone={drift ? 'warn' : 'good'}>{drift ? words.differences(drift) : words.agrees}</Badge>}
      {!isConnected && <Badge tone="bad">{standing.state}</Badge>}
    </li>
  );
}

function Waiting({ queues }: { queues: Data['queues'] }) {
  const rows = (['conflicts', 'workItems', 'handoffs', 'deliveriesWaiting', 'deliveriesDead'] as const);
  return (
    <Card title={words.waits}>
      <dl className="divide-y divide-line">
        {rows.map((key) => {
          const many = queues[key];
          return (
            <div key={key} className="flex items-center justify-between gap-4 py-2 first:pt-0 last:pb-0">
              <dt>{key === 'workItems' || key === 'conflicts' ? <Link to={key === 'conflicts' ? '/review' : '/work'} className="text-accent underline">{words.queues[key]}</Link> : words.queues[key]}</dt>
              <dd className={cn('tabular', many ? 'font-semibold' : 'text-quiet')}>{words.upTo(count(many), queues.countedTo, many >= queues.countedTo)}</dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}
