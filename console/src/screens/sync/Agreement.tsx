// The proof of agreement: what was compared, what differs by field and why, with examples.
import { Link } from '@tanstack/react-router';
import { CircleCheckBig, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useMay } from '~/api/session';
import { Badge } from '~/components/Badge';
import { Button } from '~/components/Button';
import { Card } from '~/components/Page';
import { Empty } from '~/components/states';
import { cn } from '~/lib/cn';
import { ago, count, plain, when } from '~/lib/format';
import { texts } from '~/texts';
import { fieldName } from '../contact/entries';
import { useAsk } from './Connections';
import { byField, isDrift, isOpen, type Connection, type Proof } from './wire';

const words = texts.sync;

export function Agreement({ connections }: { connections: Connection[] }) {
  const comparable = connections.filter(({ system }) => system === 'highlevel');
  return (
    <div className="space-y-5">
      <p className="max-w-2xl text-quiet">{words.agreementLead}</p>
      {comparable.length === 0 && <Empty icon={ShieldCheck} title={words.agreementNothing}>{words.agreementNothingWhy}</Empty>}
      {comparable.map((one) => <One key={one.id} connection={one} />)}
    </div>
  );
}

function One({ connection }: { connection: Connection }) {
  const mayWrite = useMay('write');
  const ask = useAsk();
  const isBusy = ask.isPending || connection.runs.some((run) => run.kind === 'verify' && isOpen(run));
  const prove = mayWrite && <Button size="small" isBusy={isBusy} onClick={() => ask.mutate({ body: { connectionId: connection.id, kind: 'verify' } })}><ShieldCheck size={15} aria-hidden />{isBusy ? words.proving : words.prove}</Button>;
  const { verified } = connection;
  return (
    <Card title={<bdi>{connection.name}</bdi>} actions={prove}>
      {verified?.found
        ? <Found proof={verified.found} at={verified.at} />
        : <Empty icon={ShieldCheck} title={words.agreementNone}>{words.agreementNoneWhy}</Empty>}
    </Card>
  );
}

export function Found({ proof, at }: { proof: Proof; at: string | null }) {
  const Icon = proof.drift ? TriangleAlert : CircleCheckBig;
  const rows = byField(proof);
  return (
    <div className="space-y-5">
      <div className={cn('flex gap-3 rounded-xl border p-4', proof.drift ? 'border-warn bg-warn-soft text-warn' : 'border-good bg-good-soft text-good')}>
        <Icon size={22} aria-hidden className="mt-0.5 shrink-0" />
        <div>
          <p className="font-semibold">{proof.drift ? words.differs(count(proof.drift)) : words.agrees}</p>
          {at && <p><time dateTime={at} title={when(at)}>{words.comparedAt(ago(at), count(proof.calls))}</time></p>}
        </div>
      </div>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {Object.entries(proof.kinds).map(([kind, { compared }]) => (
          <div key={kind}><dt className="text-quiet">{words.kinds[kind] ?? kind}</dt><dd className="text-2xl font-semibold tabular">{count(compared)}</dd></div>
        ))}
      </dl>
      {rows.length === 0 ? <p className="text-quiet">{words.noDifference}</p> : (
        <div className="overflow-x-auto" role="region" aria-label={words.byField} tabIndex={0}>
          <table className="w-full text-left">
            <thead className="text-quiet"><tr className="border-b border-line">{[words.kind, words.field, words.reason].map((head) => <th key={head} scope="col" className="py-2 pr-4 font-medium">{head}</th>)}<th scope="col" className="py-2 text-right font-medium">{words.many}</th></tr></thead>
            <tbody>
              {rows.map(({ kind, field, why, many, counts }) => (
                <tr key={`${kind} ${field} ${why}`} className="border-b border-line last:border-0">
                  <td className="py-2 pr-4">{words.kinds[kind] ?? kind}</td><td className="py-2 pr-4"><bdi>{field ? fieldName(field) : words.whole}</bdi></td>
                  <td className="py-2 pr-4"><Badge tone={counts ? 'warn' : 'plain'}>{words.why[why] ?? why}</Badge></td><td className="py-2 text-right tabular">{count(many)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {proof.differences.length > 0 && <Examples proof={proof} />}
      {proof.notes.map((note) => <p key={note} className="text-sm text-quiet">{note}</p>)}
    </div>
  );
}

function Examples({ proof }: { proof: Proof }) {
  return (
    <div>
      <h3 className="mb-2 font-semibold">{words.examples}</h3>
      <ul className="divide-y divide-line rounded-xl border border-line">
        {proof.differences.map(({ kind, recordId, remoteId, field, here, there, why }) => (
          <li key={`${recordId} ${remoteId} ${field}`} className="grid gap-x-6 gap-y-1 p-3 sm:grid-cols-[1fr_1fr_1fr_auto] sm:items-center">
            <span><span className="font-medium"><bdi>{field ? fieldName(field) : words.kinds[kind] ?? kind}</bdi></span><span className={cn('block text-sm', isDrift(why) ? 'text-warn' : 'text-quiet')}>{words.why[why] ?? why}</span></span>
            <span className="min-w-0"><span className="block text-sm text-quiet">{words.hereValue}</span><bdi className="line-clamp-2">{plain(here) || words.nothing}</bdi></span>
            <span className="min-w-0"><span className="block text-sm text-quiet">{words.thereValue}</span><bdi className="line-clamp-2">{plain(there) || words.nothing}</bdi></span>
            {kind === 'contact' && recordId && <Link to="/contacts/$contactId" params={{ contactId: recordId }} className="font-medium text-accent underline">{words.openContact}</Link>}
          </li>
        ))}
      </ul>
    </div>
  );
}
