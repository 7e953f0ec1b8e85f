// Each connection: its state in words, what waits, the last proof, and what a person can do about it.
import { Pause as PauseIcon, Play, RefreshCw, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Badge } from '~/components/Badge';
import { Button } from '~/components/Button';
import { Card } from '~/components/Page';
import { ago, count, when } from '~/lib/format';
import { texts } from '~/texts';
import { PauseDialog } from './PauseDialog';
import { CONNECTIONS, RUNS, isOpen, type Connection, type Proof } from './wire';

const words = texts.sync;

export function Connections({ connections }: { connections: Connection[] }) {
  return <div className="space-y-4">{connections.map((one) => <One key={one.id} connection={one} />)}</div>;
}

function One({ connection }: { connection: Connection }) {
  const { name, system, standing, queue } = connection;
  const isConnected = standing.state === 'connected';
  return (
    <Card
      title={<span className="flex flex-wrap items-center gap-x-3 gap-y-1"><bdi>{name}</bdi><Badge tone={isConnected ? 'good' : 'bad'}>{words.states[standing.state] ?? standing.state}</Badge></span>}
      actions={<Actions connection={connection} />}
    >
      {name !== words.system(system) && <p className="-mt-2 mb-3 text-quiet">{words.system(system)}{standing.since && ` · ${words.connectedSince(when(standing.since))}`}</p>}
      {standing.words && <p className="mb-3 text-bad">{standing.words}</p>}
      {standing.missingScopes.length > 0 && <p className="mb-3 text-bad">{words.missingScopes(standing.missingScopes.join(', '))}</p>}
      <Questions connection={connection} />
      <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-[max-content_1fr]">
        <dt className="text-quiet">{words.queue}</dt>
        <dd>{queue.waiting ? words.queueMany(count(queue.waiting), queue.failing) : words.queueEmpty}{queue.lastError && <span className="block text-bad">{queue.lastError}</span>}</dd>
        <dt className="text-quiet">{words.proof}</dt>
        <dd>{system === 'highlevel' ? proofIn(connection) : words.byDocuments}</dd>
        {connection.pauses?.map((pause) => (
          <Told key={pause.kind ?? ''} title={words.paused}>
            {pause.kind ? words.kinds[pause.kind] ?? pause.kind : words.pauseAll}: <bdi>{pause.reason}</bdi> <span className="text-quiet">{words.pausedBy(pause.by, ago(pause.since))}</span>
          </Told>
        ))}
      </dl>
    </Card>
  );
}

const Told = ({ title, children }: { title: string; children: ReactNode }) => <><dt className="text-quiet">{title}</dt><dd>{children}</dd></>;

function proofIn({ verified }: Connection): ReactNode {
  if (!verified?.found) return words.proofNever;
  const many = count(comparedIn(verified.found));
  return verified.found.drift ? words.proofDiffers(ago(verified.at), many, count(verified.found.drift)) : words.proofAgrees(ago(verified.at), many);
}
/** How many records a proof has compared. */
export const comparedIn = (proof: Proof): number => Object.values(proof.kinds).reduce((sum, { compared }) => sum + compared, 0);

function Actions({ connection }: { connection: Connection }) {
  const { id, system } = connection;
  const [mayWrite, mayManage] = [useMay('write'), useMay('manage')];
  const [isPausing, setPausing] = useState(false);
  const ask = useAsk();
  const resume = useSend('post', '/tenon/v1/connections/{connectionId}/resume', { renews: [CONNECTIONS], says: words.resumed });
  const whole = connection.pauses?.some(({ kind }) => !kind);
  const isProving = connection.runs.some((run) => run.kind === 'verify' && isOpen(run));
  return (
    <span className="flex flex-wrap gap-2">
      {mayWrite && system === 'highlevel' && (
        <>
          <Button size="small" isBusy={isProving || ask.isPending} onClick={() => ask.mutate({ body: { connectionId: id, kind: 'verify' } })}><ShieldCheck size={15} aria-hidden />{isProving ? words.proving : words.prove}</Button>
          <Button size="small" isBusy={ask.isPending} onClick={() => ask.mutate({ body: { connectionId: id, kind: 'full' } })}><RefreshCw size={15} aria-hidden />{words.runNow}</Button>
        </>
      )}
      {mayManage && whole !== true && <Button size="small" onClick={() => setPausing(true)}><PauseIcon size={15} aria-hidden />{words.pause}</Button>}
      {/* Where Tenon does not say what rests, both are offered. */}
      {mayManage && (connection.pauses === undefined || connection.pauses.length > 0) && (
        <Button size="small" isBusy={resume.isPending} onClick={() => resume.mutate({ path: { connectionId: id }, body: {} })}><Play size={15} aria-hidden />{words.resume}</Button>
      )}
      {isPausing && <PauseDialog connection={connection} onClose={() => setPausing(false)} />}
    </span>
  );
}

/** Asks for a run. */
export const useAsk = () => useSend('post', RUNS, { renews: [RUNS, CONNECTIONS], says: words.asked });

/** What has stopped and waits for a person: a run that would change too much, or the brake on deletions. */
function Questions({ connection: { id, runs, brake } }: { connection: Connection }) {
  const decideRun = useSend('post', '/tenon/v1/sync-runs/{runId}/decision', { renews: [RUNS, CONNECTIONS, '/tenon/v1/conflicts'], says: (_, { body }) => (body.decision === 'approve' ? words.wentOn : words.stopped) });
  const decideBrake = useSend('post', '/tenon/v1/connections/{connectionId}/brake', { renews: [CONNECTIONS, '/tenon/v1/conflicts'], says: (_, { body }) => (body.decision === 'approve' ? words.wentOn : words.stopped) });
  return (
    <>
      {runs.filter(({ state }) => state === 'braked').map((run) => (
        <Question
          key={run.id} title={words.asksTitle} yes={words.letGo} no={words.stop} isBusy={decideRun.isPending}
          onDecide={(decision) => decideRun.mutate({ path: { runId: run.id }, body: { decision } })}
        >
          {run.asks.map((line) => <p key={line}>{line}</p>)}
        </Question>
      ))}
      {brake?.asked === 'nothing' && (
        <Question title={words.brakeTitle} yes={words.letThemGo} no={words.keepThem} isBusy={decideBrake.isPending} onDecide={(decision) => decideBrake.mutate({ path: { connectionId: id }, body: { decision } })}>
          <p>{words.brakeWhy(count(brake.removed), count(brake.allowed))}</p>
        </Question>
      )}
    </>
  );
}

export function Question({ title, yes, no, isBusy, onDecide, children }: { title: string; yes: string; no: string; isBusy: boolean; onDecide: (decision: 'approve' | 'abandon') => void; children: ReactNode }) {
  const mayWrite = useMay('write');
  return (
    <div className="mb-4 rounded-xl border border-warn bg-warn-soft p-4 text-warn">
      <p className="flex items-center gap-2 font-semibold"><TriangleAlert size={17} aria-hidden />{title}</p>
      <div className="mt-1">{children}</div>
      {mayWrite && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button size="small" isBusy={isBusy} onClick={() => onDecide('approve')}>{yes}</Button>
          <Button size="small" look="danger" isBusy={isBusy} onClick={() => onDecide('abandon')}>{no}</Button>
        </div>
      )}
    </div>
  );
}
