// The runs, newest first, and beside them what the chosen one found and did.
import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, History } from 'lucide-react';
import { useState } from 'react';
import { useGet } from '~/api/query';
import { Badge, type Tone } from '~/components/Badge';
import { Button } from '~/components/Button';
import { Empty, Loaded } from '~/components/states';
import { cn } from '~/lib/cn';
import { ago, count } from '~/lib/format';
import { texts } from '~/texts';
import { OneRun } from './OneRun';
import { RUNS, asRuns, isProof, type Connection, type Run } from './wire';

const words = texts.sync;
const PAGE = 50;
const MOST = 200;
const EVERY = 3_000;
const tones: Record<string, Tone> = { braked: 'warn', failed: 'bad', running: 'info', asked: 'info', done: 'good' };

export function Runs({ id, connections }: { id: string | undefined; connections: Connection[] }) {
  const [limit, setLimit] = useState(PAGE);
  const runs = useGet(RUNS, { query: { limit } }, { refetchInterval: EVERY, keepPrevious: true });
  return (
    <Loaded query={runs}>
      {(data) => data.syncRuns.length === 0 ? <Empty icon={History} title={words.runsEmpty}>{words.runsEmptyWhy}</Empty> : (
        <Desk runs={asRuns(data.syncRuns)} id={id} connections={connections} onMore={data.nextBefore && limit < MOST ? () => setLimit(MOST) : undefined} />
      )}
    </Loaded>
  );
}

function Desk({ runs, id, connections, onMore }: { runs: Run[]; id: string | undefined; connections: Connection[]; onMore: (() => void) | undefined }) {
  const navigate = useNavigate({ from: '/sync' });
  const open = (next: string | undefined) => void navigate({ replace: true, search: { view: 'runs', ...(next ? { id: next } : {}) } });
  const shown = id ?? runs[0]?.id;
  const names = new Map(connections.map((one) => [one.id, one.name]));
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[20rem_1fr]">
      <div className={cn(id && 'max-lg:hidden')}>
        <ul aria-label={words.runs} className="space-y-2 lg:max-h-[calc(100dvh-17rem)] lg:overflow-y-auto lg:p-0.5">
          {runs.map((run) => (
            <li key={run.id}>
              <button
                type="button" onClick={() => open(run.id)} aria-current={run.id === shown ? 'true' : undefined}
                className={cn('w-full rounded-xl border bg-surface p-3 text-left hover:bg-raised', run.id === shown ? 'border-line lg:border-accent lg:bg-accent-soft' : 'border-line')}
              >
                <span className="flex items-center justify-between gap-2"><span className="font-medium">{words.run[run.kind] ?? run.kind}</span><Badge tone={tones[run.state] ?? 'plain'}>{words.runState[run.state] ?? run.state}</Badge></span>
                <span className="block text-sm text-quiet"><bdi>{names.get(run.connectionId)}</bdi> · {ago(run.askedAt)}</span>
                <span className="block text-sm">{inShort(run)}</span>
              </button>
            </li>
          ))}
        </ul>
        {onMore && <Button className="mt-3" onClick={onMore}>{texts.common.more}</Button>}
      </div>
      {shown && (
        <div className={cn('min-w-0', !id && 'max-lg:hidden')}>
          <Button look="quiet" size="small" className="mb-2 lg:hidden" onClick={() => open(undefined)}><ArrowLeft size={15} aria-hidden />{words.back}</Button>
          <OneRun key={shown} id={shown} known={runs.find((run) => run.id === shown)} name={names.get(runs.find((run) => run.id === shown)?.connectionId ?? '') ?? ''} />
        </div>
      )}
    </div>
  );
}

/** What a run came to, in a line. */
export function inShort(run: Run): string {
  if (isProof(run)) return run.found.drift ? words.differs(count(run.found.drift)) : words.agrees;
  const did = Object.entries(run.did).filter(([, many]) => many > 0).map(([what, many]) => `${count(many)} ${words.did[what as keyof typeof words.did] ?? what}`);
  if (did.length) return did.slice(0, 2).join(', ');
  return run.state === 'running' && run.progress.total ? words.progress(count(run.progress.done), count(run.progress.total)) : '';
}
